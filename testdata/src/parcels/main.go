// Command parcels is a small parcel service with customers of its own. It plays one scene after another
// and profiles itself while it does; the profiles are what this folder is for.
//
//	parcels -out DIR SCENE...
package main

import (
	"context"
	"flag"
	"fmt"
	"log"
	"maps"
	"net"
	"net/http"
	"os"
	"runtime"
	"runtime/pprof"
	"slices"
	"sync"
	"time"

	"parcels.example/api"
	"parcels.example/ledger"
	"parcels.example/packing"
	"parcels.example/pricing"
	"parcels.example/routing"
	"parcels.example/tracking"
)

var scenes = map[string]func(out folder){
	"tiny":     tiny,
	"service":  service,
	"labels":   labels,
	"nesting":  nesting,
	"leak":     leak,
	"evening":  evening,
	"night":    night,
	"panic":    panics,
	"examples": examples,
}

// Set before main runs, so that the heap profile has no mixture of rates. The runtime's own rate, one sample
// in 512 KiB, sees next to nothing of a program as small as this one.
func init() { runtime.MemProfileRate = 8 << 10 }

func main() {
	out := flag.String("out", ".", "folder for the profiles")
	flag.Parse()
	if flag.NArg() == 0 {
		log.Fatalf("name scenes to play: %v", slices.Sorted(maps.Keys(scenes)))
	}
	for _, name := range flag.Args() {
		play, ok := scenes[name]
		if !ok {
			log.Fatalf("no scene %q", name)
		}
		play(folder(*out))
	}
}

// tiny is over before the profiler has seen more than a few samples. It counts work and not time, as on a busy
// machine time may pass without any work.
func tiny(out folder) {
	network := routing.Country(30, 7)
	out.cpu("cpu.tiny.pb.gz", 100, func() {
		for range 250 {
			network.Shortest(0, network.Depots()-1)
		}
	})
}

// service serves customers over HTTP: first with the CPU profiler, then with those for locks and waiting,
// as each would disturb the other.
func service(out folder) {
	serve(time.Millisecond, false, func(s *api.Service, customers func(time.Duration)) {
		out.cpu("cpu.service.pb.gz", 100, func() { customers(4 * time.Second) })

		runtime.SetMutexProfileFraction(5)
		runtime.SetBlockProfileRate(10_000) // one sample in 10 µs of waiting
		customers(1500 * time.Millisecond)
		runtime.SetMutexProfileFraction(0)
		runtime.SetBlockProfileRate(0)

		for i := range 200 {
			s.Log.Follow(tracking.Code(i))
		}
		runtime.GC() // the heap profile is as of the last collection
		for _, kind := range []string{"heap", "allocs", "mutex", "block", "threadcreate"} {
			out.profile(kind, kind+".service.pb.gz", 0)
		}
		for _, kind := range []string{"mutex", "block", "threadcreate"} {
			out.profile(kind, kind+".service.debug1.txt", 1)
		}
	})
}

// labels prices parcels for several carriers, and says for which in labels: words, numbers written as words,
// and keys that only some samples have.
func labels(out folder) {
	network := routing.Country(12, 3)
	out.cpu("cpu.labels.pb.gz", 250, func() {
		var all sync.WaitGroup
		for i, carrier := range []string{"pigeon", "bicycle", "van, electric"} {
			all.Add(1)
			go pprof.Do(context.Background(), pprof.Labels("carrier", carrier), func(ctx context.Context) {
				defer all.Done()
				for round, until := 0, soon(1500*time.Millisecond); time.Now().Before(until); round++ {
					kilos := fmt.Sprint(1 << (round % 6))
					pprof.Do(ctx, pprof.Labels("weight_kg", kilos, "attempt", fmt.Sprint(i+1)), func(ctx context.Context) {
						deliver(ctx, network, round)
					})
				}
			})
		}
		all.Wait()
	})
}

func deliver(ctx context.Context, network *routing.Network, round int) {
	tariff := pricing.Standard(func(from, to int) int {
		_, minutes := network.Shortest(from, to)
		return minutes
	})
	for _, parcel := range api.Load(round%network.Depots(), 8, network.Depots()) {
		price := func(context.Context) { tariff.Quote(&parcel) }
		if slices.Contains(parcel.Extras, "insured") {
			pprof.Do(ctx, pprof.Labels("insured", "yes", "zone", fmt.Sprint(parcel.To%5)), price)
		} else {
			price(ctx)
		}
	}
}

// nesting goes deep. The CPU profiler keeps the 64 frames nearest the leaf; the others keep 128, or what
// GODEBUG=profstackdepth says.
func nesting(out folder) {
	var box *packing.Box
	out.cpu("cpu.nesting.pb.gz", 100, func() {
		for until := soon(1200 * time.Millisecond); time.Now().Before(until); {
			box = packing.Nest(400, []byte("a porcelain elephant"))
			for range 50 {
				box.Weigh()
				box.Inspect(0)
			}
		}
	})
	runtime.GC()
	out.profile("heap", "heap.nesting.pb.gz", 0)
	runtime.KeepAlive(box)
	box.Guard(func() {
		out.profile("goroutine", "goroutine.nesting.pb.gz", 0)
		out.profile("goroutine", "goroutine.nesting.debug2.txt", 2)
	})
}

// leak takes three snapshots of a heap in which followers pile up. History grows too, and is dropped
// before the last: one part of the heap shrinks while the leak goes on.
func leak(out folder) {
	tracker := tracking.NewLog()
	for snapshot := range 3 {
		for i := range 400 {
			tracker.Follow(tracking.Code(i))
			for range 3 * (snapshot + 1) {
				tracker.Scan(tracking.Code(i), tracking.Event{Depot: i, What: "sorted"})
			}
		}
		if snapshot == 2 {
			tracker.Forget()
		}
		runtime.GC()
		out.profile("heap", fmt.Sprintf("heap.leak.t%d.pb.gz", snapshot), 0)
	}
	out.profile("heap", "heap.leak.t2.debug1.txt", 1)
	runtime.KeepAlive(tracker)
}

// evening is a dump of goroutines as newer releases write it, when GODEBUG=tracebacklabels=1 asks for labels.
func evening(out folder) {
	morning := wait(6)
	time.Sleep(50 * time.Millisecond)
	out.profile("goroutine", "goroutine.evening.labels.debug2.txt", 2)
	morning()
}

// night closes the shop: everyone waits, each for something else, for more than a minute.
func night(out folder) {
	serve(0, false, func(_ *api.Service, customers func(time.Duration)) {
		customers(50 * time.Millisecond) // leaves idle connections behind
		morning := wait(24)
		// Dumps tell how long a goroutine has waited, in minutes, by what the collector noted when it last passed.
		runtime.GC()
		time.Sleep(62 * time.Second)
		out.profile("goroutine", "goroutine.night.pb.gz", 0)
		out.profile("goroutine", "goroutine.night.debug1.txt", 1)
		out.profile("goroutine", "goroutine.night.debug2.txt", 2)
		out.profile("parcels.open_shops", "custom.open_shops.pb.gz", 0)
		morning()
	})
}

// panics ends the program, with a message on the standard error that people paste into tickets.
func panics(folder) {
	wait(2)
	time.Sleep(20 * time.Millisecond)
	packing.Nest(3, nil).Guard(func() {
		var parcel *pricing.Parcel
		pricing.Standard(nil).Quote(parcel)
	})
}

// examples are the profiles that the viewer offers on its empty page.
func examples(out folder) {
	serve(time.Millisecond, true, func(s *api.Service, customers func(time.Duration)) {
		out.cpu("parcels.cpu.pb.gz", 250, func() { customers(6 * time.Second) })
		for i := range 300 {
			s.Log.Follow(tracking.Code(i))
		}
		box := packing.Nest(40, []byte("a porcelain elephant"))
		runtime.GC()
		out.profile("heap", "parcels.heap.pb.gz", 0)
		runtime.KeepAlive(box)

		morning := wait(160)
		time.Sleep(50 * time.Millisecond)
		out.profile("goroutine", "parcels.goroutine.pb.gz", 0)
		morning()
	})
}

// serve opens the shop, and calls scene with a way to send customers into it for some time.
func serve(printing time.Duration, labels bool, scene func(s *api.Service, customers func(time.Duration))) {
	books := ledger.Open(printing)
	defer books.Close()
	shop := api.New(routing.Country(14, 5), books)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	check(err)
	server := &http.Server{Handler: shop.Handler(labels)}
	go server.Serve(listener)
	defer server.Close()
	scene(shop, func(how time.Duration) {
		ctx, cancel := context.WithTimeout(context.Background(), how)
		defer cancel()
		api.Customers(ctx, "http://"+listener.Addr().String(), 8, shop.Network.Depots())
	})
}

// folder is where profiles go.
type folder string

func (f folder) create(name string) *os.File {
	file, err := os.Create(string(f) + "/" + name)
	check(err)
	return file
}

func (f folder) cpu(name string, hertz int, work func()) {
	file := f.create(name)
	defer file.Close()
	if hertz != 100 {
		// StartCPUProfile asks for 100 Hz; set before, our rate stays, and the runtime complains on the standard error.
		runtime.SetCPUProfileRate(hertz)
	}
	check(pprof.StartCPUProfile(file))
	work()
	pprof.StopCPUProfile()
}

func (f folder) profile(kind, name string, debug int) {
	file := f.create(name)
	defer file.Close()
	check(pprof.Lookup(kind).WriteTo(file, debug))
}

func soon(d time.Duration) time.Time { return time.Now().Add(d) }

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}
