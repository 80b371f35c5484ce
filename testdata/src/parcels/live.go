package main

import (
	"cmp"
	"context"
	"expvar"
	"flag"
	"fmt"
	"net"
	"net/http"
	httppprof "net/http/pprof"
	"runtime"
	"strconv"
	"sync/atomic"
	"time"

	"parcels.example/api"
	"parcels.example/ledger"
	"parcels.example/routing"
	"parcels.example/tracking"
)

// A scene without an end: parcels live [ADDRESS]. It stands here and not among the others, as goldens hold their lines.
func init() {
	scenes["live"] = func(folder) { live(cmp.Or(flag.Arg(1), "127.0.0.1:0")) }
}

// live opens the shop for good, with customers, and with all that net/http/pprof and expvar serve: where they are
// usually, below a prefix, and for a user with a password. It prints the address, and ends with the program.
//
//	/debug/pprof/  /shop/debug/pprof/  /office/debug/pprof/ (clerk, parcels)  /debug/vars
//	POST /forget?parcels=N   leaves N goroutines behind that nothing wakes, and what they hold
func live(address string) {
	runtime.SetMutexProfileFraction(5)
	runtime.SetBlockProfileRate(10_000)
	books := ledger.Open(time.Millisecond)
	shop := api.New(routing.Country(14, 5), books)
	wait(24)

	var forgotten atomic.Int64
	expvar.Publish("parcels", expvar.Func(func() any {
		return map[string]int64{"forgotten": forgotten.Load(), "open_shops": int64(openShops.Count())}
	}))
	debug := profiles()
	mux := http.NewServeMux()
	mux.Handle("/", shop.Handler(true))
	mux.Handle("/debug/", debug)
	mux.Handle("/shop/debug/", http.StripPrefix("/shop", debug))
	mux.Handle("/office/debug/", http.StripPrefix("/office", clerkOnly(debug)))
	mux.HandleFunc("POST /forget", func(w http.ResponseWriter, r *http.Request) {
		parcels, _ := strconv.Atoi(r.FormValue("parcels"))
		for i := range parcels {
			shop.Log.Follow(tracking.Code(i))
			go forget(make(chan int))
		}
		fmt.Fprintln(w, forgotten.Add(int64(parcels)))
	})

	listener, err := net.Listen("tcp", address)
	check(err)
	go func() {
		// Now and then a crowd: the program is for trying things on machines that have other things to do.
		for ; ; time.Sleep(80 * time.Millisecond) {
			ctx, cancel := context.WithTimeout(context.Background(), 20*time.Millisecond)
			api.Customers(ctx, "http://"+listener.Addr().String(), 2, shop.Network.Depots())
			cancel()
		}
	}()
	fmt.Printf("http://%s\n", listener.Addr())
	check(http.Serve(listener, mux))
}

func forget(parcel <-chan int) { <-parcel }

func profiles() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("/debug/pprof/", httppprof.Index)
	mux.HandleFunc("/debug/pprof/cmdline", httppprof.Cmdline)
	mux.HandleFunc("/debug/pprof/profile", httppprof.Profile)
	mux.HandleFunc("/debug/pprof/symbol", httppprof.Symbol)
	mux.HandleFunc("/debug/pprof/trace", httppprof.Trace)
	mux.Handle("/debug/vars", expvar.Handler())
	return mux
}

func clerkOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if user, password, ok := r.BasicAuth(); !ok || user != "clerk" || password != "parcels" {
			w.Header().Set("WWW-Authenticate", `Basic realm="office"`)
			http.Error(w, "who are you?", http.StatusUnauthorized)
			return
		}
		next.ServeHTTP(w, r)
	})
}
