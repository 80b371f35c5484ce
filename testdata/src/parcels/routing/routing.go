// Package routing finds ways through a country of depots.
package routing

import (
	"container/heap"
	"math"
	"math/rand/v2"
)

// Network is a map of depots, numbered from 0, and the roads between them.
type Network struct {
	roads [][]road
}

type road struct {
	to, minutes int
}

// Country lays out side × side depots on a grid, with a few motorways across.
func Country(side int, seed uint64) *Network {
	dice := rand.New(rand.NewPCG(seed, 1))
	n := &Network{roads: make([][]road, side*side)}
	for depot := range n.roads {
		if depot%side+1 < side {
			n.connect(depot, depot+1, 10+dice.IntN(20))
		}
		if depot+side < len(n.roads) {
			n.connect(depot, depot+side, 10+dice.IntN(20))
		}
	}
	for range side {
		n.connect(dice.IntN(len(n.roads)), dice.IntN(len(n.roads)), 15)
	}
	return n
}

func (n *Network) connect(a, b, minutes int) {
	n.roads[a] = append(n.roads[a], road{b, minutes})
	n.roads[b] = append(n.roads[b], road{a, minutes})
}

// Depots is how many depots there are.
func (n *Network) Depots() int { return len(n.roads) }

// Shortest is Dijkstra's way from one depot to another, and its length.
func (n *Network) Shortest(from, to int) (way []int, minutes int) {
	best := make([]int, len(n.roads))
	before := make([]int, len(n.roads))
	for depot := range best {
		best[depot] = math.MaxInt
	}
	best[from] = 0
	open := &frontier{{from, 0}}
	for open.Len() > 0 {
		here := heap.Pop(open).(road)
		if here.to == to {
			break
		}
		for _, next := range n.roads[here.to] {
			if minutes := here.minutes + next.minutes; minutes < best[next.to] {
				best[next.to], before[next.to] = minutes, here.to
				heap.Push(open, road{next.to, minutes})
			}
		}
	}
	for depot := to; depot != from; depot = before[depot] {
		way = append(way, depot)
	}
	return append(way, from), best[to]
}

// frontier holds the depots reached and not yet left, nearest first.
type frontier []road

func (f frontier) Len() int           { return len(f) }
func (f frontier) Less(i, j int) bool { return f[i].minutes < f[j].minutes }
func (f frontier) Swap(i, j int)      { f[i], f[j] = f[j], f[i] }
func (f *frontier) Push(x any)        { *f = append(*f, x.(road)) }
func (f *frontier) Pop() any {
	last := len(*f) - 1
	x := (*f)[last]
	*f = (*f)[:last]
	return x
}

// Tour orders the stops of one van by trying all orders that are not already too long.
// It calls itself once a stop: the plainest recursion there is.
func Tour(stops []int, minutes func(a, b int) int) (order []int, total int) {
	total = math.MaxInt
	var visit func(tour, left []int, sofar int)
	visit = func(tour, left []int, sofar int) {
		if sofar >= total {
			return
		}
		if len(left) == 0 {
			order, total = append(order[:0], tour...), sofar
			return
		}
		for i := range left {
			left[0], left[i] = left[i], left[0]
			visit(append(tour, left[0]), left[1:], sofar+minutes(tour[len(tour)-1], left[0]))
			left[0], left[i] = left[i], left[0]
		}
	}
	visit(append(make([]int, 0, len(stops)), stops[0]), append([]int(nil), stops[1:]...), 0)
	return order, total
}
