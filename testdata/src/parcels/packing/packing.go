// Package packing puts boxes into boxes, and therefore recurses.
package packing

import "hash/crc32"

// Box holds an item, or other boxes.
type Box struct {
	Item  []byte
	Inner []*Box
}

// Nest wraps an item into depth boxes, each with a little padding beside the next.
func Nest(depth int, item []byte) *Box {
	if depth == 0 {
		return &Box{Item: item}
	}
	padding := &Box{Item: make([]byte, 2048)}
	return &Box{Inner: []*Box{padding, Nest(depth-1, item)}}
}

// Weigh calls itself for what is inside: direct recursion.
func (b *Box) Weigh() int {
	grams := 20 + len(b.Item)
	for _, inner := range b.Inner {
		grams += inner.Weigh()
	}
	return grams
}

// Inspect and open call each other: indirect recursion.
func (b *Box) Inspect(seal uint32) uint32 {
	seal = crc32.Update(seal, crc32.IEEETable, b.Item)
	if len(b.Inner) > 0 {
		seal = b.open(seal)
	}
	return seal
}

func (b *Box) open(seal uint32) uint32 {
	for _, inner := range b.Inner {
		seal = inner.Inspect(seal)
	}
	return seal
}

// Guard descends to the innermost box and then calls there, with the whole descent on the stack.
func (b *Box) Guard(innermost func()) {
	if len(b.Inner) == 0 {
		innermost()
		return
	}
	b.Inner[len(b.Inner)-1].Guard(innermost)
}
