// Command corners writes profiles that are small and odd, one corner of the format each.
//
//	corners DIR
package main

import (
	"bytes"
	"compress/gzip"
	"log"
	"os"
	"path/filepath"
	"strings"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: corners DIR")
	}
	for name, content := range corners() {
		check(os.WriteFile(filepath.Join(os.Args[1], name), content, 0o644))
	}
}

// corners is all of them, by file name.
func corners() map[string][]byte {
	all := map[string][]byte{}
	for name, p := range profiles() {
		if len(p.types) == 0 && len(p.samples) > 0 {
			p.types = []valueType{{"samples", "count"}, {"cpu", "nanoseconds"}}
		}
		all[name+".pb.gz"] = zip(p.encode())
	}
	plain := shop().encode()
	all["gzip.none.pb"] = plain
	all["gzip.members.pb.gz"] = append(append(zip(plain[:40]), zip(nil)...), zip(plain[40:])...)
	all["gzip.stored.pb.gz"] = zipAt(gzip.NoCompression, plain)
	all["gzip.header.pb.gz"] = zipWithHeader(plain)
	all["folded.txt"] = []byte(folded)
	return all
}

const ms = 1_000_000

// Functions and their places, used all over.
var (
	mainFn  = &function{name: "main.main", system: "main.main", file: "shop/main.go", start: 10}
	serveFn = &function{name: "shop.serve", system: "shop.serve", file: "shop/serve.go", start: 20}
	priceFn = &function{name: "shop.price", system: "shop.price", file: "shop/price.go", start: 30}
	roundFn = &function{name: "shop.round", system: "shop.round", file: "shop/price.go", start: 50}
	sortFn  = &function{name: "sort.Slice", system: "sort.Slice", file: "sort/slice.go", start: 5}
)

var (
	inMain  = at(0x1000, line{fn: mainFn, number: 12})
	inServe = at(0x1100, line{fn: serveFn, number: 25})
	inPrice = at(0x1200, line{fn: priceFn, number: 33})
	inRound = at(0x1300, line{fn: roundFn, number: 51})
	inSort  = at(0x1400, line{fn: sortFn, number: 7})
)

var shopBinary = []mapping{{start: 0x1000, limit: 0x9000, file: "/opt/shop/bin/shop", buildID: "5409"}}

func at(address uint64, lines ...line) *location {
	return &location{mapping: 1, address: address, lines: lines}
}

// stack is written callers first, as people do, and stored leaf first, as the format does.
func stack(callersFirst ...*location) (leafFirst []*location) {
	for _, l := range callersFirst {
		leafFirst = append([]*location{l}, leafFirst...)
	}
	return leafFirst
}

// took is a sample of a CPU profile at 100 Hz.
func took(samples int64, s []*location, labels ...label) sample {
	return sample{stack: s, values: []int64{samples, samples * 10 * ms}, labels: labels}
}

// called makes a location for each name, with addresses counting up.
func called(file string, names ...string) (locations []*location) {
	for i, name := range names {
		fn := &function{name: name, system: name, file: file, start: int64(10 * (i + 1))}
		locations = append(locations, at(0x2000+0x10*uint64(i), line{fn: fn, number: int64(10*(i+1) + 3)}))
	}
	return locations
}

// shop is the plain profile of which most corners are a variation.
func shop() *profile {
	return &profile{
		types:    []valueType{{"samples", "count"}, {"cpu", "nanoseconds"}},
		period:   valueType{"cpu", "nanoseconds"},
		every:    10 * ms,
		time:     1_700_000_000_000_000_000,
		duration: 2_000 * ms,
		mappings: shopBinary,
		samples: []sample{
			took(40, stack(inMain, inServe, inPrice)),
			took(25, stack(inMain, inServe, inPrice, inRound)),
			took(20, stack(inMain, inServe, inSort)),
			took(10, stack(inMain, inServe)),
			took(5, stack(inMain)),
		},
	}
}

func like(change func(p *profile)) *profile {
	p := shop()
	change(p)
	return p
}

const folded = `main;serve;price 40
main;serve;price;round 25
main;serve;sort by weight;compare a;b 20
main;serve 10
main 5
kernel_[k];do_syscall_64_[k] 3
`

func zip(b []byte) []byte { return zipAt(gzip.DefaultCompression, b) }

func zipAt(level int, b []byte) []byte {
	var out bytes.Buffer
	w, err := gzip.NewWriterLevel(&out, level)
	check(err)
	_, err = w.Write(b)
	check(err)
	check(w.Close())
	return out.Bytes()
}

// zipWithHeader uses all that a gzip header may have before the data starts.
func zipWithHeader(b []byte) []byte {
	var out bytes.Buffer
	w := gzip.NewWriter(&out)
	w.Name, w.Comment, w.Extra = "shop.pb", "a profile", []byte("PL\x02\x00ok")
	_, err := w.Write(b)
	check(err)
	check(w.Close())
	return out.Bytes()
}

func check(err error) {
	if err != nil {
		log.Fatal(err)
	}
}

func repeat(n int, s []*location) (all []*location) {
	for range n {
		all = append(all, s...)
	}
	return all
}

var longName = "shop.(*Shelf[" + strings.Repeat("go.shape.struct { Next *", 12) + "int" + strings.Repeat(" }", 12) + "]).Find"
