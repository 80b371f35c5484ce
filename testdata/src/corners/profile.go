package main

import "slices"

// profile is profile.proto as one would like to write it down: names where the format has numbers.
type profile struct {
	types       []valueType
	period      valueType
	every       int64
	samples     []sample
	mappings    []mapping
	time        int64 // ns
	duration    int64 // ns
	drop, keep  string
	comments    []string
	defaultType string
	docURL      string

	// How it is written.
	unpacked     bool // one tag for each number
	stringsFirst bool // the table before what refers to it
	unknown      bool // with fields that no version of the format has
}

type valueType struct{ name, unit string }

type sample struct {
	stack  []*location // leaf first
	values []int64
	labels []label
}

type label struct {
	key, text string // a label is a word …
	number    int64  // … or a number
	unit      string
}

type mapping struct {
	start, limit, offset uint64
	file, buildID        string
}

type location struct {
	mapping int // 1 is the first; 0 is none
	address uint64
	folded  bool
	lines   []line // innermost first
}

type line struct {
	fn     *function
	number int64
	column int64
}

type function struct {
	name, system, file string
	start              int64
}

// encode writes a profile. Locations and functions get their ids in the order in which samples name them.
func (p *profile) encode() []byte {
	table := &stringTable{index: map[string]int64{}}
	table.of("")
	var out message

	for _, t := range p.types {
		out.bytes(1, valueTypeMessage(table, t))
	}
	var locations []*location
	var functions []*function
	for _, s := range p.samples {
		var m message
		var ids, values []uint64
		for _, l := range s.stack {
			if !slices.Contains(locations, l) {
				locations = append(locations, l)
			}
			ids = append(ids, uint64(slices.Index(locations, l)+1))
		}
		for _, v := range s.values {
			values = append(values, uint64(v))
		}
		p.numbers(&m, 1, ids)
		p.numbers(&m, 2, values)
		for _, l := range s.labels {
			m.bytes(3, labelMessage(table, l))
		}
		if p.unknown {
			m.uint(99, 7)
		}
		out.bytes(2, m)
	}
	for i, mp := range p.mappings {
		var m message
		m.uint(1, uint64(i+1))
		m.int(2, int64(mp.start))
		m.int(3, int64(mp.limit))
		m.int(4, int64(mp.offset))
		m.int(5, table.of(mp.file))
		m.int(6, table.of(mp.buildID))
		m.bool(7, true)
		out.bytes(3, m)
	}
	for i, l := range locations {
		var m message
		m.uint(1, uint64(i+1))
		m.int(2, int64(l.mapping))
		m.int(3, int64(l.address))
		for _, ln := range l.lines {
			if !slices.Contains(functions, ln.fn) {
				functions = append(functions, ln.fn)
			}
			var inner message
			inner.uint(1, uint64(slices.Index(functions, ln.fn)+1))
			inner.int(2, ln.number)
			inner.int(3, ln.column)
			m.bytes(4, inner)
		}
		m.bool(5, l.folded)
		out.bytes(4, m)
	}
	for i, f := range functions {
		var m message
		m.uint(1, uint64(i+1))
		m.int(2, table.of(f.name))
		m.int(3, table.of(f.system))
		m.int(4, table.of(f.file))
		m.int(5, f.start)
		out.bytes(5, m)
	}
	out.int(7, table.of(p.drop))
	out.int(8, table.of(p.keep))
	out.int(9, p.time)
	out.int(10, p.duration)
	if p.period != (valueType{}) {
		out.bytes(11, valueTypeMessage(table, p.period))
	}
	out.int(12, p.every)
	var comments []uint64
	for _, c := range p.comments {
		comments = append(comments, uint64(table.of(c)))
	}
	p.numbers(&out, 13, comments)
	out.int(14, table.of(p.defaultType))
	out.int(15, table.of(p.docURL))
	if p.unknown {
		out.tag(98, fixed64)
		out.raw(make([]byte, 8))
		out.tag(97, fixed32)
		out.raw(make([]byte, 4))
		out.bytes(96, []byte("from a later version of the format"))
	}

	var names message
	for _, s := range table.names {
		names.bytes(6, []byte(s))
	}
	if p.stringsFirst {
		return append(names, out...)
	}
	return append(out, names...)
}

func (p *profile) numbers(m *message, field int, values []uint64) {
	if p.unpacked {
		m.unpacked(field, values)
	} else {
		m.packed(field, values)
	}
}

func valueTypeMessage(table *stringTable, t valueType) (m message) {
	m.int(1, table.of(t.name))
	m.int(2, table.of(t.unit))
	return m
}

func labelMessage(table *stringTable, l label) (m message) {
	m.int(1, table.of(l.key))
	m.int(2, table.of(l.text))
	m.int(3, l.number)
	m.int(4, table.of(l.unit))
	return m
}

type stringTable struct {
	names []string
	index map[string]int64
}

func (t *stringTable) of(s string) int64 {
	at, ok := t.index[s]
	if !ok {
		at = int64(len(t.names))
		t.names = append(t.names, s)
		t.index[s] = at
	}
	return at
}
