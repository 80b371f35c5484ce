// Package api is the parcel service as its customers see it.
package api

import (
	"cmp"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"runtime/pprof"
	"slices"
	"strconv"
	"strings"
	"text/template"

	"parcels.example/cache"
	"parcels.example/ledger"
	"parcels.example/pricing"
	"parcels.example/routing"
	"parcels.example/tracking"
)

// Service answers requests.
type Service struct {
	Network *routing.Network
	Tariff  *pricing.Tariff
	Ledger  *ledger.Ledger
	Log     *tracking.Log
	ways    *cache.LRU[[2]int, Way]
}

// Way is a route and its length.
type Way struct {
	Depots  []int `json:"depots"`
	Minutes int   `json:"minutes"`
}

// New puts a service together.
func New(network *routing.Network, books *ledger.Ledger) *Service {
	s := &Service{Network: network, Ledger: books, Log: tracking.NewLog()}
	s.ways = cache.New[[2]int, Way](256)
	s.Tariff = pricing.Standard(func(from, to int) int { return s.way(from, to).Minutes })
	return s
}

func (s *Service) way(from, to int) Way {
	return s.ways.Get([2]int{from, to}, func(ends [2]int) Way {
		depots, minutes := s.Network.Shortest(ends[0], ends[1])
		return Way{depots, minutes}
	})
}

// Handler is the service over HTTP. With labels, samples say which endpoint and which customer they were for.
func (s *Service) Handler(labels bool) http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("POST /quotes", s.quotes)
	mux.HandleFunc("GET /routes/{from}/{to}", s.route)
	mux.HandleFunc("GET /tracking/{code}", s.track)
	mux.HandleFunc("GET /manifests/{depot}", s.manifest)
	if !labels {
		return mux
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, pattern := mux.Handler(r)
		set := pprof.Labels("endpoint", pattern, "customer", r.Header.Get("Customer"))
		pprof.Do(r.Context(), set, func(ctx context.Context) { mux.ServeHTTP(w, r.WithContext(ctx)) })
	})
}

func (s *Service) quotes(w http.ResponseWriter, r *http.Request) {
	var parcels []pricing.Parcel
	if err := json.NewDecoder(r.Body).Decode(&parcels); err != nil {
		http.Error(w, err.Error(), http.StatusBadRequest)
		return
	}
	quotes := make([]pricing.Quote, len(parcels))
	for i := range parcels {
		quotes[i] = s.Tariff.Quote(&parcels[i])
		s.Log.Scan(parcels[i].Code, tracking.Event{Depot: parcels[i].From, What: "accepted"})
	}
	s.Ledger.Book(quotes)
	reply(w, quotes)
}

func (s *Service) route(w http.ResponseWriter, r *http.Request) {
	from, errFrom := s.depot(r, "from")
	to, errTo := s.depot(r, "to")
	if err := cmp.Or(errFrom, errTo); err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	reply(w, s.way(from, to))
}

func (s *Service) track(w http.ResponseWriter, r *http.Request) {
	code := r.PathValue("code")
	if !tracking.Valid(code) {
		http.Error(w, "no such code", http.StatusNotFound)
		return
	}
	reply(w, s.Log.History(code))
}

var manifest = template.Must(template.New("manifest").Parse(
	`Depot {{.Depot}}, {{len .Parcels}} parcels
{{range $i, $p := .Parcels}}{{printf "%4d" $i}}  {{$p.Code}}  to {{$p.To}}  {{$p.Grams}} g{{range $p.Extras}} [{{.}}]{{end}}
{{end}}Van:{{range .Tour}} {{.}}{{end}}
`))

// manifest lists the load of a van, sorted by where it goes, and the order of its stops.
func (s *Service) manifest(w http.ResponseWriter, r *http.Request) {
	depot, err := s.depot(r, "depot")
	if err != nil {
		http.Error(w, err.Error(), http.StatusNotFound)
		return
	}
	parcels := Load(depot, 120, s.Network.Depots())
	slices.SortStableFunc(parcels, func(a, b pricing.Parcel) int {
		return cmp.Or(cmp.Compare(a.To, b.To), -cmp.Compare(a.Grams, b.Grams), strings.Compare(a.Code, b.Code))
	})
	stops := []int{depot}
	for _, p := range parcels[:7] {
		stops = append(stops, p.To)
	}
	tour, _ := routing.Tour(stops, func(a, b int) int { return s.way(a, b).Minutes })

	w.Header().Set("Content-Encoding", "gzip")
	zip := gzip.NewWriter(w)
	defer zip.Close()
	manifest.Execute(zip, map[string]any{"Depot": depot, "Parcels": parcels, "Tour": tour})
}

func (s *Service) depot(r *http.Request, name string) (int, error) {
	depot, err := strconv.Atoi(r.PathValue(name))
	if err == nil && (depot < 0 || depot >= s.Network.Depots()) {
		err = fmt.Errorf("no depot %d", depot)
	}
	return depot, err
}

func reply(w http.ResponseWriter, value any) {
	w.Header().Set("Content-Type", "application/json")
	json.NewEncoder(w).Encode(value)
}
