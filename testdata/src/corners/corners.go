package main

import "math"

// profiles is one profile for each corner. A corner without sample types gets those of a CPU profile.
func profiles() map[string]*profile {
	return map[string]*profile{
		"plain": shop(),

		// Sample types, units and values.

		"types.four_with_default": like(func(p *profile) {
			p.types = []valueType{{"alloc_objects", "count"}, {"alloc_space", "bytes"}, {"inuse_objects", "count"}, {"inuse_space", "bytes"}}
			p.period, p.every, p.defaultType, p.duration = valueType{"space", "bytes"}, 524_288, "alloc_space", 0
			for i := range p.samples {
				n := p.samples[i].values[0]
				p.samples[i].values = []int64{n, n * 1024, n / 3, n / 3 * 1024}
				p.samples[i].labels = []label{{key: "bytes", number: 1024}}
			}
		}),
		"types.default_missing": like(func(p *profile) { p.defaultType = "wall" }),
		"types.unknown_units": like(func(p *profile) {
			p.types = []valueType{{"parcels", "parcel"}, {"joy", "smiles"}, {"nothing", ""}}
			for i := range p.samples {
				n := p.samples[i].values[0]
				p.samples[i].values = []int64{n, n * 1_000_000, n * 7}
			}
		}),
		"types.many_units": like(func(p *profile) {
			p.types = []valueType{{"wall", "microseconds"}, {"wait", "s"}, {"queue", "minutes"}, {"ram", "kilobytes"}, {"disk", "GB"}, {"gcu", "microgcu"}}
			for i := range p.samples {
				n := p.samples[i].values[0]
				p.samples[i].values = []int64{n * 1234, n, n * 9, n * 2000, n * 3, n * 4567}
			}
		}),
		"types.none_and_no_samples": like(func(p *profile) { p.types, p.samples = nil, nil }),
		"types.twice_the_same":      like(func(p *profile) { p.types = []valueType{{"cpu", "count"}, {"cpu", "nanoseconds"}} }),
		"samples.none":              like(func(p *profile) { p.samples = nil }),
		"values.zero": like(func(p *profile) {
			p.samples[0].values = []int64{0, 0}
			p.samples[2].values = []int64{20, 0}
		}),
		"values.all_zero": like(func(p *profile) {
			for i := range p.samples {
				p.samples[i].values = []int64{0, 0}
			}
		}),
		"values.negative": like(func(p *profile) {
			p.samples[1] = took(-25, p.samples[1].stack)
			p.samples[3] = took(-60, p.samples[3].stack)
		}),
		"values.cancel": like(func(p *profile) {
			p.samples = append(p.samples, took(-40, p.samples[0].stack), took(-20, p.samples[2].stack))
		}),
		// Each sum is one off what a double can hold.
		"values.beyond_2_53": like(func(p *profile) {
			p.types, p.period = []valueType{{"ticks", "count"}, {"space", "bytes"}}, valueType{"ticks", "count"}
			for i := range p.samples {
				p.samples[i].values = []int64{1<<53 + 1 + int64(2*i), 1<<55 + int64(i) + 3}
			}
		}),
		"values.largest": like(func(p *profile) {
			p.types, p.period = []valueType{{"ticks", "count"}}, valueType{"ticks", "count"}
			p.samples = p.samples[:2]
			p.samples[0].values = []int64{math.MaxInt64 - 25}
			p.samples[1].values = []int64{25}
		}),
		"values.wrap_around": like(func(p *profile) {
			p.types, p.period = []valueType{{"ticks", "count"}}, valueType{"ticks", "count"}
			p.samples = p.samples[:3]
			p.samples[0].values = []int64{math.MaxInt64}
			p.samples[1].values = []int64{math.MaxInt64}
			p.samples[2].values = []int64{math.MinInt64}
		}),
		"values.tiny": like(func(p *profile) {
			for i := range p.samples {
				p.samples[i].values[1] /= 10 * ms
			}
		}),

		// Stacks and locations.

		"stacks.empty": like(func(p *profile) { p.samples = append(p.samples, took(50, nil)) }),
		"stacks.only_empty": like(func(p *profile) {
			p.samples = []sample{took(4, nil), took(3, nil, label{key: "thread", text: "main"})}
		}),
		"stacks.same_twice": like(func(p *profile) { p.samples = append(p.samples, p.samples...) }),
		"stacks.deep": {
			mappings: shopBinary,
			samples: []sample{
				took(9, stack(append([]*location{inMain}, repeat(1500, called("shop/box.go", "shop.open", "shop.look"))...)...)),
				took(3, stack(inMain)),
			},
		},
		"stacks.equal_values": like(func(p *profile) {
			for i := range p.samples {
				p.samples[i] = took(10, p.samples[i].stack)
			}
		}),
		"recursion.direct": {
			mappings: shopBinary,
			samples: []sample{
				took(6, stack(inMain, inPrice, inPrice, inPrice)),
				took(3, stack(inMain, inPrice, inPrice, inRound)),
				took(1, stack(inMain, inPrice)),
			},
		},
		"recursion.indirect": {
			mappings: shopBinary,
			samples: []sample{
				took(6, stack(inMain, inServe, inPrice, inServe, inPrice)),
				took(4, stack(inMain, inPrice, inServe, inPrice)),
				took(2, stack(inMain, inServe, inPrice, inRound, inServe)),
			},
		},
		"recursion.inlined_into_itself": {
			mappings: shopBinary,
			samples: []sample{
				took(6, stack(inMain, at(0x1200, line{fn: priceFn, number: 35}, line{fn: priceFn, number: 36}, line{fn: priceFn, number: 37}))),
				took(2, stack(inMain, inPrice)),
			},
		},
		"inlined.three_deep": {
			mappings: shopBinary,
			samples: []sample{
				took(12, stack(inMain, at(0x1200, line{fn: roundFn, number: 52}, line{fn: priceFn, number: 34}, line{fn: serveFn, number: 26}))),
				took(5, stack(inMain, at(0x1210, line{fn: priceFn, number: 35}, line{fn: serveFn, number: 27}), inSort)),
				took(3, stack(inMain, inServe, inPrice)),
			},
		},
		"lines.two_in_a_function": {
			mappings: shopBinary,
			samples: []sample{
				took(7, stack(inMain, at(0x1200, line{fn: priceFn, number: 33}))),
				took(5, stack(inMain, at(0x1208, line{fn: priceFn, number: 34}))),
				took(2, stack(inMain, at(0x1210, line{fn: priceFn, number: 34}))),
			},
		},
		"lines.columns": {
			mappings: shopBinary,
			samples: []sample{
				took(7, stack(inMain, at(0x1200, line{fn: priceFn, number: 33, column: 4}))),
				took(5, stack(inMain, at(0x1208, line{fn: priceFn, number: 33, column: 21}))),
				took(2, stack(inMain, at(0x1210, line{fn: priceFn, number: 33}))),
			},
		},
		"lines.none": {
			mappings: shopBinary,
			samples: []sample{
				took(7, stack(inMain, at(0x1234), at(0x1240))),
				took(5, stack(inMain, at(0x1240))),
				took(1, stack(at(0))),
			},
		},
		"lines.negative_and_zero": {
			mappings: shopBinary,
			samples: []sample{
				took(7, stack(inMain, at(0x1200, line{fn: priceFn, number: -1}))),
				took(5, stack(inMain, at(0x1208, line{fn: priceFn}))),
			},
		},
		"mappings.none": {
			samples: []sample{
				took(7, stack(&location{address: 0x1000, lines: inMain.lines}, &location{address: 0x7f00_0000_1234})),
				took(5, stack(&location{address: 0x1000, lines: inMain.lines})),
			},
		},
		"mappings.several": {
			mappings: []mapping{
				shopBinary[0],
				{start: 0x7f00_0000_0000, limit: 0x7f00_0010_0000, offset: 0x2000, file: "/usr/lib/libprice.so.2", buildID: "cafe"},
				{start: 0x7fff_0000_0000, limit: 0x7fff_0000_2000, file: "[vdso]"},
				{start: 0xffff_ffff_8000_0000, limit: 0xffff_ffff_ffff_ffff, file: "[kernel.kallsyms]_text"},
				{start: 0x7e00_0000_0000, limit: 0x7e00_0000_1000, file: "//anon"},
			},
			samples: []sample{
				took(9, stack(inMain, &location{mapping: 2, address: 0x7f00_0000_1000, lines: inPrice.lines})),
				took(4, stack(inMain, &location{mapping: 2, address: 0x7f00_0000_2000})),
				took(3, stack(inMain, &location{mapping: 3, address: 0x7fff_0000_0a10})),
				took(2, stack(inMain, &location{mapping: 4, address: 0xffff_ffff_8123_4567})),
				took(2, stack(inMain, &location{mapping: 5, address: 0x7e00_0000_0010})),
				took(1, stack(inMain, &location{address: 0x42})),
			},
		},
		"mappings.absent": like(func(p *profile) {
			p.samples = append(p.samples, took(6, stack(inMain, &location{mapping: 77, address: 0x1800, lines: inSort.lines})))
		}),
		"addresses.high": {
			mappings: []mapping{{start: 1 << 63, limit: math.MaxUint64, file: "/opt/shop/bin/shop"}},
			samples: []sample{
				took(7, stack(inMain, at(1<<63+0x10))),
				took(5, stack(inMain, at(1<<63+0x11))),
				took(3, stack(inMain, at(math.MaxUint64))),
			},
		},
		"locations.folded": {
			mappings: shopBinary,
			samples: []sample{
				took(7, stack(inMain, &location{mapping: 1, address: 0x1200, folded: true, lines: inPrice.lines})),
				took(5, stack(inMain, inPrice)),
			},
		},

		// Labels.

		"labels.words": like(func(p *profile) {
			for i, user := range []string{"ann", "bob", "ann", "zoë", ""} {
				p.samples[i].labels = []label{{key: "user", text: user}, {key: "endpoint", text: "/quotes?to=" + user}}
			}
		}),
		"labels.numbers_with_units": like(func(p *profile) {
			for i := range p.samples {
				p.samples[i].labels = []label{
					{key: "payload", number: int64(1) << (10 + 3*i), unit: "bytes"},
					{key: "latency", number: int64(i+1) * 1500, unit: "microseconds"},
					{key: "attempt", number: int64(i)},
					{key: "request", number: 64 * int64(i+1)},
				}
			}
		}),
		"labels.mixed_units": like(func(p *profile) {
			p.samples[0].labels = []label{{key: "payload", number: 4, unit: "kilobytes"}}
			p.samples[1].labels = []label{{key: "payload", number: 512, unit: "bytes"}}
			p.samples[2].labels = []label{{key: "payload", number: 1, unit: "seconds"}}
			p.samples[3].labels = []label{{key: "payload", number: 9}}
		}),
		"labels.several_values": like(func(p *profile) {
			p.samples[0].labels = []label{{key: "tag", text: "a"}, {key: "tag", text: "b"}, {key: "size", number: 1}, {key: "size", number: 2, unit: "bytes"}}
			p.samples[1].labels = []label{{key: "tag", text: "b"}, {key: "tag", text: "a"}}
			p.samples[2].labels = []label{{key: "tag", text: "a"}, {key: "tag", text: "a"}}
		}),
		"labels.word_and_number": like(func(p *profile) {
			p.samples[0].labels = []label{{key: "zone", text: "5"}, {key: "zone", number: 5}}
			p.samples[1].labels = []label{{key: "zone", number: -5}}
		}),
		"labels.many_numbers": like(func(p *profile) {
			p.samples = nil
			for i := range 12 {
				p.samples = append(p.samples, took(int64(i+1), stack(inMain, inPrice), label{key: "bytes", number: int64(16) << i, unit: "bytes"}))
			}
		}),
		"labels.odd_text": like(func(p *profile) {
			p.samples[0].labels = []label{{key: "a key", text: "with \"quotes\", a comma and a : colon"}}
			p.samples[1].labels = []label{{key: "a key", text: "two\nlines\tand a tab"}}
			p.samples[2].labels = []label{{key: "🔑", text: "ключ"}}
			p.samples[3].labels = []label{{key: "a key", text: "\xff\xfe"}}
			p.samples[4].labels = []label{{key: "", text: "no key"}}
		}),
		"labels.base": like(func(p *profile) {
			base := label{key: "pprof::base", text: "true"}
			p.samples = append(p.samples, took(-30, p.samples[0].stack, base), took(-30, p.samples[2].stack, base))
		}),

		// What a profile says of itself.

		"header.comments_and_doc": like(func(p *profile) {
			p.comments = []string{"shop 1.4.2", "a second one,\nof two lines", "#hidden from reports", "shop 1.4.2"}
			p.docURL = "https://shop.example/how-to-read-this"
		}),
		"header.doc_not_a_link": like(func(p *profile) { p.docURL = "javascript:alert(1)" }),
		"header.nothing": like(func(p *profile) {
			p.period, p.every, p.time, p.duration, p.mappings = valueType{}, 0, 0, 0, nil
		}),
		"header.before_1970": like(func(p *profile) { p.time, p.duration = -86_400_000_000_000, 90*60*1000*ms }),
		"frames.drop":        like(func(p *profile) { p.drop = `shop\.price|sort\..*` }),
		"frames.drop_and_keep": like(func(p *profile) {
			p.drop, p.keep = `shop\..*`, `shop\.serve`
		}),
		"frames.drop_invalid": like(func(p *profile) { p.drop = `shop.(price` }),
		"frames.drop_inlined": {
			drop: `shop\.price`, mappings: shopBinary,
			samples: []sample{
				took(12, stack(inMain, at(0x1200, line{fn: roundFn, number: 52}, line{fn: priceFn, number: 34}, line{fn: serveFn, number: 26}))),
				took(3, stack(inMain, inServe, inPrice, inSort)),
			},
		},

		// Names.

		"names.go": {
			mappings: shopBinary,
			samples: []sample{
				took(9, stack(called("shop.example/shelf/shelf.go", "main.main", "shop.example/shelf.(*Shelf[go.shape.int]).Find", "shop.example/shelf.(*Shelf[...]).Find.func1.2")...)),
				took(5, stack(called("shop.example/v2/shelf.go", "main.main.gowrap1", "shop.example/v2/shelf.Shelf.Sort-fm", "shop.example/v2/shelf.init.0")...)),
				took(3, stack(called("gopkg.in/yaml.v3/decode.go", "gopkg.in/yaml%2ev3.(*parser).parse", longName)...)),
			},
		},
		"names.cpp": {
			mappings: shopBinary,
			samples: []sample{
				took(9, stack(called("/src/shop/price.cc", "main", "shop::Tariff::quote(shop::Parcel const&) const", "std::vector<shop::Line, std::allocator<shop::Line> >::push_back(shop::Line&&)")...)),
				took(5, stack(called("/src/shop/sort.cc", "main", "void std::__introsort_loop<int*, long, bool (*)(int, int)>(int*, int*, long, bool (*)(int, int))", "(anonymous namespace)::compare(int, int)")...)),
				took(3, stack(called("/src/shop/op.cc", "main", "shop::Price::operator()(int)", "_ZN4shop5round4downEi", "operator new(unsigned long)")...)),
			},
		},
		"names.java": {
			mappings: []mapping{{start: 0, limit: 0, file: "/opt/shop/shop.jar"}},
			samples: []sample{
				took(9, stack(called("Shop.java", "com.example.shop.Shop.main", "com.example.shop.Tariff$Band.<init>", "java.util.TimSort.mergeLo")...)),
				took(5, stack(called("Shop.java", "com.example.shop.Shop.main", "com.example.shop.Shop$$Lambda$14/0x0000000800c03000.apply", "com.example.shop.Shop.lambda$main$0")...)),
			},
		},
		"names.odd": {
			mappings: []mapping{{start: 0x1000, limit: 0x9000, file: `C:\Program Files\shop\shop.exe`, buildID: `"id"`}},
			samples: []sample{
				took(9, stack(inMain, called(`C:\shop\price.c`, `say "hi" \ n`)[0])),
				took(8, stack(inMain, called("a\tb.go", "two\nlines")[0])),
				took(7, stack(inMain, called("emoji.go", "📦.Öffne")[0])),
				took(6, stack(inMain, called("bytes.go", "bad\xff\xc3utf8")[0])),
				took(5, stack(inMain, called("", "")[0])),
				took(4, stack(inMain, called("html.js", "<b>bold</b> & <script>")[0])),
				took(3, stack(inMain, called("nul.go", "a\x00b\x1b[31mred")[0])),
				took(2, stack(inMain, called("proto.js", "__proto__")[0])),
				took(2, stack(inMain, called("proto.js", "constructor")[0])),
				took(1, stack(inMain, called("right.go", "\u202eleft\u202c")[0])),
			},
		},
		"names.same_in_two_files": {
			mappings: shopBinary,
			samples: []sample{
				took(9, stack(inMain, called("a/init.go", "shop.init")[0])),
				took(5, stack(inMain, called("b/init.go", "shop.init")[0])),
			},
		},
		"names.system_differs": {
			mappings: shopBinary,
			samples: []sample{
				took(9, stack(inMain, at(0x3000, line{fn: &function{name: "shop::quote(int)", system: "_ZN4shop5quoteEi", file: "quote.cc", start: 3}, number: 4}))),
				took(5, stack(inMain, at(0x3100, line{fn: &function{system: "_ZN4shop4moveEv", file: "move.cc", start: 3}, number: 4}))),
			},
		},

		// The same profile, written otherwise.

		"wire.unpacked":       like(func(p *profile) { p.unpacked = true; p.comments = []string{"one", "two", "three", "four"} }),
		"wire.strings_first":  like(func(p *profile) { p.stringsFirst = true }),
		"wire.unknown_fields": like(func(p *profile) { p.unknown = true }),
	}
}
