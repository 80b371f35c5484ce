package api

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"

	"parcels.example/pricing"
	"parcels.example/tracking"
)

// Load is what lies at a depot: always the same, for the same depot.
func Load(depot, count, depots int) []pricing.Parcel {
	dice := rand.New(rand.NewPCG(uint64(depot), 2))
	parcels := make([]pricing.Parcel, count)
	for i := range parcels {
		parcels[i] = pricing.Parcel{
			Code: tracking.Code(depot*1000 + i), From: depot, To: dice.IntN(depots),
			LengthMM: 100 + dice.IntN(900), WidthMM: 100 + dice.IntN(500), HeightMM: 20 + dice.IntN(400),
			Grams: 50 + dice.IntN(20_000),
		}
		for _, extra := range []string{"insured", "fragile", "evening"} {
			if dice.IntN(4) == 0 {
				parcels[i].Extras = append(parcels[i].Extras, extra)
			}
		}
	}
	return parcels
}

// Customers send requests to the service at base, a number of them at a time, until ctx is over.
func Customers(ctx context.Context, base string, number, depots int) {
	var all sync.WaitGroup
	for id := range number {
		all.Add(1)
		go func() {
			defer all.Done()
			customer(ctx, base, id, depots)
		}()
	}
	all.Wait()
}

func customer(ctx context.Context, base string, id, depots int) {
	dice := rand.New(rand.NewPCG(uint64(id), 3))
	for ctx.Err() == nil {
		method, path, body := "GET", "", io.Reader(nil)
		switch depot := dice.IntN(depots); dice.IntN(8) {
		case 0, 1, 2:
			text, _ := json.Marshal(Load(depot, 40, depots))
			method, path, body = "POST", "/quotes", bytes.NewReader(text)
		case 3:
			path = fmt.Sprintf("/routes/%d/%d", depot, dice.IntN(depots))
		case 4, 5, 6:
			path = "/tracking/" + tracking.Code(depot*1000)
		case 7:
			path = fmt.Sprintf("/manifests/%d", depot)
		}
		if err := ask(ctx, method, base+path, id, body); err != nil && ctx.Err() == nil {
			panic(err)
		}
	}
}

func ask(ctx context.Context, method, url string, id int, body io.Reader) error {
	request, err := http.NewRequestWithContext(ctx, method, url, body)
	if err != nil {
		return err
	}
	request.Header.Set("Customer", fmt.Sprintf("c%02d", id))
	request.Header.Set("Accept-Encoding", "gzip")
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	if response.Header.Get("Content-Encoding") == "gzip" {
		unzip, err := gzip.NewReader(response.Body)
		if err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, unzip)
		return err
	}
	var answer any
	return json.NewDecoder(response.Body).Decode(&answer)
}
