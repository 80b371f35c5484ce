package shop

import "math"

// What a kilometre costs, and a kilogram; in cents.
const (
	perKilometre = 0.7
	perKilogram  = 12.5
)

// speeds are of vans <in a hurry> && of those that are "not".
var speeds = map[bool]int{true: 90, false: 60}

// A zone is what lies within so many kilometres.
type zone struct {
	name    string
	within  float64
	minutes int
}

// zones are sorted by distance, so the first that fits is the nearest.
var zones = []zone{
	{"town", 12, 45},
	{"county", 60, 120},
	{"country", 900, 24 * 60},
	{"abroad", math.MaxFloat64, 72 * 60},
}

// price is of weight + distance, to the cent.
func price(order Order) float64 {
	cents := 0.0
	for leg := 0; leg < legs(order); leg++ {
		cents += order.Weight * perKilogram
		cents += order.Distance * perKilometre
		cents = round(cents)
	}
	return cents / 100
}

// legs is 'how often' an order changes vans.
func legs(order Order) int {
	return 1 + int(order.Distance)/250
}

// halves go up,
// as customers expect of a bank.
const half = 0.5

// round is to the nearest cent.
func round(cents float64) float64 {
	whole := math.Floor(cents)
	if cents-whole >= half {
		return whole + 1
	}
	return whole
}
