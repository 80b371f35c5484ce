package main

import "encoding/binary"

// message is a protobuf message in the making: its bytes so far. Fields come out in the order of the calls,
// which is what lets a corner case put them in an order of its own.
type message []byte

// The wire types.
const (
	varint  = 0
	fixed64 = 1
	lengthy = 2
	fixed32 = 5
)

func (m *message) tag(field, wire int) { m.raw(binary.AppendUvarint(nil, uint64(field<<3|wire))) }
func (m *message) raw(b []byte)        { *m = append(*m, b...) }

// uint writes a number, even when it is 0 and might be left out.
func (m *message) uint(field int, v uint64) {
	m.tag(field, varint)
	m.raw(binary.AppendUvarint(nil, v))
}

// int writes a number unless it is 0: the form that encoders choose.
func (m *message) int(field int, v int64) {
	if v != 0 {
		m.uint(field, uint64(v))
	}
}

func (m *message) bool(field int, v bool) {
	if v {
		m.uint(field, 1)
	}
}

func (m *message) bytes(field int, b []byte) {
	m.tag(field, lengthy)
	m.raw(binary.AppendUvarint(nil, uint64(len(b))))
	m.raw(b)
}

func (m *message) packed(field int, values []uint64) {
	if len(values) == 0 {
		return
	}
	var inner []byte
	for _, v := range values {
		inner = binary.AppendUvarint(inner, v)
	}
	m.bytes(field, inner)
}

func (m *message) unpacked(field int, values []uint64) {
	for _, v := range values {
		m.uint(field, v)
	}
}
