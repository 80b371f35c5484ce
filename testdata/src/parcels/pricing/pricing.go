// Package pricing says what it costs to send a parcel.
package pricing

import (
	"cmp"
	"slices"
)

// Cents is an amount of money; there are no fractions of a cent.
type Cents int64

// Parcel is what a customer hands over the counter.
type Parcel struct {
	Code     string   `json:"code"`
	From     int      `json:"from"` // depots by number
	To       int      `json:"to"`
	LengthMM int      `json:"length_mm"`
	WidthMM  int      `json:"width_mm"`
	HeightMM int      `json:"height_mm"`
	Grams    int      `json:"grams"`
	Extras   []string `json:"extras,omitempty"`
}

// Quote is the price of one parcel and how it came about.
type Quote struct {
	Code  string `json:"code"`
	Price Cents  `json:"price_cents"`
	Lines []Line `json:"lines"`
}

// Line is one step of a price.
type Line struct {
	Reason string `json:"reason"`
	Amount Cents  `json:"amount_cents"`
}

// The next three are small on purpose: the compiler inlines them into one another and into Quote,
// so that one address of a profile stands for four functions.

func (p *Parcel) volume() int       { return p.LengthMM * p.WidthMM * p.HeightMM }
func (p *Parcel) volumeGrams() int  { return p.volume() / 5_000 }
func (p *Parcel) chargedGrams() int { return max(p.Grams, p.volumeGrams()) }

// Rule adds to a price, or takes off, given the price so far.
type Rule func(p *Parcel, soFar Cents) (reason string, amount Cents)

// Tariff is a price list: bands by weight, then rules in order.
type Tariff struct {
	bands []band
	rules []Rule
}

type band struct {
	upTo  int // grams
	price Cents
}

// Standard is the tariff of the counter around the corner.
func Standard(distance func(from, to int) int) *Tariff {
	t := &Tariff{}
	for grams, price := 250, Cents(290); grams <= 64_000; grams, price = grams*5/4, price*11/10 {
		t.bands = append(t.bands, band{grams, price})
	}
	t.rules = []Rule{
		perDistance(distance),
		extra("insured", 350),
		extra("fragile", 220),
		extra("evening", 480),
		fuel(7),
		roundTo(5),
	}
	return t
}

// Quote prices one parcel.
func (t *Tariff) Quote(p *Parcel) Quote {
	grams := p.chargedGrams()
	at, _ := slices.BinarySearchFunc(t.bands, grams, func(b band, grams int) int { return cmp.Compare(b.upTo, grams) })
	price := t.bands[min(at, len(t.bands)-1)].price
	quote := Quote{Code: p.Code, Lines: []Line{{"weight", price}}}
	for _, rule := range t.rules {
		if reason, amount := rule(p, price); amount != 0 {
			quote.Lines = append(quote.Lines, Line{reason, amount})
			price += amount
		}
	}
	quote.Price = price
	return quote
}

func perDistance(distance func(from, to int) int) Rule {
	return func(p *Parcel, _ Cents) (string, Cents) { return "distance", Cents(distance(p.From, p.To)) * 3 }
}

func extra(name string, amount Cents) Rule {
	return func(p *Parcel, _ Cents) (string, Cents) {
		if slices.Contains(p.Extras, name) {
			return name, amount
		}
		return name, 0
	}
}

func fuel(percent Cents) Rule {
	return func(_ *Parcel, soFar Cents) (string, Cents) { return "fuel", soFar * percent / 100 }
}

func roundTo(step Cents) Rule {
	return func(_ *Parcel, soFar Cents) (string, Cents) { return "rounding", (step - soFar%step) % step }
}
