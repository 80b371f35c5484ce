package main

import (
	"path/filepath"
	"strings"
)

// unreadable are files that pprof has no reader for; they have no goldens.
var unreadable = []string{"debug2.txt", "folded.txt", "panic.txt", "threadcreate.service.debug1.txt"}

// everywhere is asked of each profile.
var everywhere = []string{"top", "top -cum -nodecount=10", "dot"}

// corner is asked besides of each corner of the format, as all but one of them are small; and some more of those
// that are about labels or the header.
var (
	corner = []string{"raw", "traces", "tree", "top -addresses", "top -lines -showcolumns", "list=. -source_path=src", "weblist=. -source_path=src"}
	deep   = []string{"raw", "tree", "top -addresses"}
	labels = []string{"tags"}
	header = []string{"comments"}
)

// narrowing is asked of profiles of Go services; its patterns hit.
var narrowing = []string{
	"top -focus=pricing", "dot -focus=pricing -nodecount=25",
	"top -ignore=^runtime\\. -nodecount=60", "dot -ignore=routing -nodecount=25",
	"top -hide=^(runtime|internal/runtime) -nodecount=60", "dot -hide=net/http|bufio -nodecount=25",
	"top -show=parcels\\.example", "dot -show=parcels\\.example|encoding/json -nodecount=25",
	"top -show_from=ServeMux -nodecount=40", "dot -show_from=api\\. -nodecount=25",
	"top -focus=json -ignore=Encoder -hide=reflect -nodecount=40", "dot -focus=json -hide=runtime -nodecount=30",
	"top -focus=api\\. -relative_percentages -nodecount=40", "dot -focus=api\\. -relative_percentages -nodecount=25",
	"tree -focus=Quote -nodecount=20", "top -focus=no_such_function", "top -focus=pricing.go -nodecount=20",
	"top -prune_from=^encoding/json -nodecount=40",
	"top -focus=(unclosed",
}

// granularity and trimming.
var shapes = []string{
	"top -functions -nodecount=30", "top -lines -nodecount=30", "top -files -nodecount=30", "top -filefunctions -nodecount=30", "top -addresses -nodecount=30",
	"top -lines -cum -nodecount=20", "top -noinlines -nodecount=60", "dot -noinlines -nodecount=25", "dot -lines -nodecount=20", "dot -files -nodecount=20", "dot -addresses -nodecount=15", "dot -filefunctions -nodecount=15",
	"dot -cum -nodecount=30", "dot -nodecount=10", "dot -nodecount=0 -nodefraction=0.1", "dot -edgefraction=0.05 -nodecount=30", "dot -nodefraction=0.05 -edgefraction=0.02 -nodecount=25", "top -nodefraction=0.05", "top -nodecount=0 -trim=false",
	"dot -call_tree -nodecount=20", "dot -compact_labels=false -nodecount=15", "top -divide_by=10 -nodecount=20",
	"tree -nodecount=15", "tree -cum -lines -nodecount=10", "peek=Shortest|Quote", "peek=^no_such$", "tags",
}

// parcels is where the source of the recorded program is, and what to cut to find it.
const parcels = " -trim_path=parcels.example -source_path=src/parcels"

// source is asked of profiles of that program.
var source = []string{
	"list=Shortest" + parcels, "list=routing" + parcels + " -noinlines", "list=Pop|Push" + parcels + " -cum", "list=^runtime.mallocgc$ -source_path=src", "list=Quote" + parcels + " -focus=json -unit=s",
	"list=api" + parcels + " -relative_percentages -focus=Quote", "list=Quote" + parcels + " -hide=json -divide_by=2", "list=no_such_function", "list=(unclosed", "list=Shortest -source_path=src/parcels/routing",
	"weblist=Shortest" + parcels, "weblist=pricing" + parcels, "weblist=routing.go" + parcels + " -focus=heap", "weblist=no_such_function",
}

// more is asked of single profiles, by name.
var more = map[string][][]string{
	"cpu.service": {narrowing, shapes, {
		"top -sample_index=samples -nodecount=60", "dot -sample_index=samples -nodecount=30", "top -sample_index=0 -nodecount=10", "top -sample_index=cpu -nodecount=10", "top -sample_index=nothing",
		"top -unit=s -nodecount=20", "top -unit=us -nodecount=20", "dot -unit=seconds -nodecount=10", "top -mean -nodecount=20",
	}, source},
	"cpu.tiny": {corner, shapes, labels, header, {"callgrind", "callgrind -lines", "text", "top -unit=minutes"}, source},
	"cpu.labels": {{
		"tags", "tags -tagfocus=carrier=pigeon", "tags -tagshow=carrier", "tags -relative_percentages -focus=Quote",
		"top -tagfocus=carrier=pigeon", "dot -tagfocus=carrier=bicycle -nodecount=20", "top -tagfocus=pigeon -nodecount=20", "top -tagignore=insured -nodecount=20", "top -tagignore=insured=yes -nodecount=20",
		"top -tagfocus=weight_kg=16,32", "top -tagfocus=weight_kg=4:", "top -tagroot=carrier -nodecount=20", "dot -tagroot=carrier -nodecount=30",
		"top -tagroot=carrier,weight_kg -cum -nodecount=20", "top -tagleaf=zone -nodecount=20", "tree -tagleaf=insured -nodecount=20",
		"dot -tagshow=insured -nodecount=20", "dot -taghide=carrier|weight -nodecount=20", "top -sample_index=samples -nodecount=20", "top -tagroot=no_such_key -nodecount=20",
	}},
	"cpu.nesting": {{
		"top -show_from=Inspect", "dot -show_from=Weigh", "dot -focus=Box", "top -focus=Box -lines", "tree -focus=Box",
		"peek=Box", "dot -call_tree -focus=Inspect -nodecount=30", "top -ignore=runtime",
	}},
	"heap.service": {heap, {
		"top -focus=tracking", "dot -focus=json -nodecount=25", "top -hide=runtime|reflect", "top -lines", "top -files", "tree -nodecount=10", "peek=Scan", "tags -focus=Scan",
		"top -unit=kb", "top -unit=bytes", "dot -unit=mb -nodecount=10", "top -mean -sample_index=alloc_space", "dot -mean -nodecount=20", "top -inuse_objects", "top -alloc_space",
		"list=Scan" + parcels + " -unit=kb", "list=Scan|Pop" + parcels + " -mean", "weblist=tracking" + parcels + " -sample_index=alloc_objects",
		"top -tagfocus=1kb:", "top -tagfocus=bytes=:64b", "dot -tagfocus=bytes=4kb:64kb -nodecount=20", "dot -tagshow=no_such_key -nodecount=20", "top -relative_percentages -focus=api",
	}},
	"allocs.service": {heap, {"top -lines -nodecount=20", "top -files -nodecount=20", "dot -mean -nodecount=20", "top -focus=gzip", "dot -focus=json -hide=reflect -nodecount=20", "tags -focus=gzip"}},
	"mutex.service":  {contention, {"top -focus=ledger", "dot -focus=ledger", "top -lines", "top -hide=sync"}},
	"block.service":  {contention, {"top -focus=Book", "dot -focus=Book", "top -ignore=selectgo", "dot -ignore=selectgo -nodecount=25"}},
	"heap.nesting":   {{"top -sample_index=alloc_objects", "dot -focus=Nest -nodecount=10", "top -show_from=Nest", "tree -focus=Nest"}},
	"heap.leak.t0":   {heap, {"traces", "raw"}},
	"heap.leak.t2": {heap, {
		"traces", "raw",
		"top -base=heap.leak.t0", "top -diff_base=heap.leak.t0", "dot -base=heap.leak.t0", "dot -diff_base=heap.leak.t0",
		"top -diff_base=heap.leak.t1", "dot -diff_base=heap.leak.t1", "top -base=heap.leak.t1 -drop_negative", "top -diff_base=heap.leak.t1 -normalize",
		"top -diff_base=heap.leak.t1 -sample_index=alloc_space", "top -base=heap.leak.t1 -cum -lines", "tree -diff_base=heap.leak.t1", "traces -base=heap.leak.t1",
		"list=." + parcels + " -diff_base=heap.leak.t1", "weblist=parcels" + parcels + " -base=heap.leak.t0",
		"top -diff_base=heap.leak.t2", "top -base=heap.leak.t0 -diff_base=heap.leak.t1", "top -normalize", "top +heap.leak.t0 +heap.leak.t1",
	}},
	"goroutine.night": {{
		"traces", "tags", "tree", "raw", "peek=gopark", "top -tagfocus=depot=d1", "dot -tagfocus=shift=late", "top -focus=main", "dot -focus=courier", "top -hide=^runtime", "dot -hide=^runtime",
		"top -tagroot=depot -hide=^runtime", "dot -tagroot=shift -hide=^runtime", "top -lines -hide=^runtime", "top -files",
	}},
	"threadcreate.service": {{"raw", "traces", "tree"}},
	"custom.open_shops":    {{"raw", "traces", "tree"}},

	"types.four_with_default":   {heap, {"top -mean"}},
	"types.many_units":          {{"top -sample_index=wall", "top -sample_index=wait", "top -sample_index=queue", "top -sample_index=ram", "top -sample_index=disk", "top -sample_index=wall -unit=hrs", "top -sample_index=ram -unit=tb"}},
	"types.unknown_units":       {{"top -sample_index=joy", "dot -sample_index=joy", "top -sample_index=parcels", "top -sample_index=joy -unit=frowns"}},
	"values.beyond_2_53":        {{"top -sample_index=ticks", "dot -sample_index=ticks", "top -sample_index=space -unit=bytes"}},
	"values.negative":           {{"top -drop_negative", "dot -drop_negative", "top -sample_index=samples"}},
	"values.zero":               {{"top -mean", "top -sample_index=samples", "top -mean -sample_index=samples"}},
	"values.cancel":             {{"top -nodecount=0 -trim=false"}},
	"inlined.three_deep":        {{"top -noinlines -nodecount=60", "dot -noinlines", "top -hide=price", "top -show=round", "top -show_from=price", "dot -focus=round", "traces -hide=serve", "top -ignore=round", "dot -call_tree"}},
	"recursion.direct":          {{"dot -call_tree", "peek=price", "top -show_from=price", "top -hide=price"}},
	"recursion.indirect":        {{"dot -call_tree", "peek=price", "top -hide=serve", "dot -hide=serve"}},
	"lines.two_in_a_function":   {{"top -lines", "dot -lines", "dot -addresses", "top -focus=price.go"}},
	"lines.columns":             {{"dot -lines -showcolumns", "top -lines", "dot -addresses"}},
	"lines.none":                {{"dot -addresses", "top -focus=shop", "traces -addresses"}},
	"mappings.several":          {{"dot -addresses", "top -files", "top -focus=libprice", "top -ignore=vdso"}},
	"names.cpp":                 {{"top -focus=introsort", "peek=operator", "dot -nodecount=3"}},
	"names.same_in_two_files":   {{"top -files", "top -filefunctions", "dot -filefunctions"}},
	"names.odd":                 {{"top -files", "top -filefunctions", "dot -lines", "peek=two", "top -focus=Öffne", "top -focus=📦"}},
	"frames.drop":               {{"top -all_frames", "dot -all_frames"}},
	"frames.drop_inlined":       {{"top -all_frames", "traces -all_frames"}},
	"labels.words":              {{"top -tagfocus=user=ann", "top -tagfocus=zoë", "top -tagignore=user=bob", "top -tagroot=user", "dot -tagleaf=endpoint", "tags -tagshow=user"}},
	"labels.numbers_with_units": {{"top -tagfocus=payload=8kb:", "top -tagfocus=payload=:8kb", "top -tagfocus=latency=3ms", "top -tagfocus=latency=2ms:5ms", "top -tagignore=64b", "tags -unit=bytes", "top -tagroot=latency", "top -tagleaf=payload", "top -tagfocus=attempt=2"}},
	"labels.several_values":     {{"top -tagroot=tag", "top -tagfocus=tag=a,b", "top -tagleaf=size"}},
	"labels.odd_text":           {{"top -tagfocus=quotes", "top -tagroot=a key", "dot -tagleaf=🔑"}},
	"header.comments_and_doc":   {{"comments", "top -add_comment=one more", "comments -add_comment=one more"}},
}

var heap = []string{
	"top -sample_index=alloc_objects", "top -sample_index=alloc_space", "top -sample_index=inuse_objects", "top -sample_index=inuse_space",
	"dot -sample_index=alloc_objects -nodecount=20", "dot -sample_index=inuse_objects -nodecount=20", "tags",
}

var contention = []string{
	"top -sample_index=contentions", "dot -sample_index=contentions -nodecount=30", "top -mean", "dot -mean -nodecount=20", "top -contentions", "top -total_delay", "top -mean_delay", "tags", "tree -nodecount=10", "top -unit=ms",
}

func commands() (all []golden) {
	for _, folder := range []string{"recorded", "corners"} {
		files, err := filepath.Glob(folder + "/*")
		check(err)
		for _, file := range files {
			if cannotRead(file) {
				continue
			}
			name := plainName(file)
			lists := append([][]string{everywhere}, more[name]...)
			if folder == "corners" {
				lists = append(lists, cornerLists(name)...)
			}
			all = append(all, asked(name, file, lists)...)
		}
	}
	return all
}

func cornerLists(name string) [][]string {
	switch subject, _, _ := strings.Cut(name, "."); {
	case name == "stacks.deep":
		return [][]string{deep}
	case subject == "labels":
		return [][]string{corner, labels}
	case subject == "header":
		return [][]string{corner, header}
	}
	return [][]string{corner}
}

func asked(name, file string, lists [][]string) (all []golden) {
	seen := map[string]bool{}
	for _, list := range lists {
		for _, command := range list {
			g := asCommand(name, file, command)
			if !seen[g.output] {
				seen[g.output] = true
				all = append(all, g)
			}
		}
	}
	return all
}

// asCommand turns "top -base=heap.leak.t0" into arguments, and into the name of a file. A profile is named without
// folder and ending: after -base, -diff_base, and after + where it is one more to read.
func asCommand(name, file, command string) golden {
	words := strings.Split(command, " -")
	report, sources := words[0], []string{file}
	if first, rest, more := strings.Cut(report, " +"); more {
		report = first
		for source := range strings.SplitSeq(rest, " +") {
			sources = append(sources, recorded(source))
		}
	}
	args := []string{"-" + report}
	for _, option := range words[1:] {
		key, value, _ := strings.Cut(option, "=")
		if key == "base" || key == "diff_base" {
			option = key + "=" + recorded(value)
		}
		args = append(args, "-"+option)
	}
	ending := ".txt"
	switch format, _, _ := strings.Cut(report, "="); format {
	case "dot":
		ending = ".dot"
	case "weblist":
		ending = ".html"
		args = append(args, "-output=/dev/stdout") // else pprof would show it in a browser
	}
	return golden{output: name + "/" + fileName(command) + ending, args: append(args, sources...)}
}

func recorded(name string) string { return "recorded/" + name + ".pb.gz" }

func cannotRead(file string) bool {
	for _, ending := range unreadable {
		if strings.HasSuffix(file, ending) {
			return true
		}
	}
	return false
}

// plainName is a file's name without folder and endings that say only how it is packed.
func plainName(file string) string {
	return strings.TrimSuffix(strings.TrimSuffix(strings.TrimSuffix(filepath.Base(file), ".gz"), ".pb"), ".txt")
}

// fileName keeps letters, digits and what a file may be called without quoting, on any system.
func fileName(command string) string {
	name := strings.Map(func(r rune) rune {
		switch {
		case r >= 'a' && r <= 'z', r >= 'A' && r <= 'Z', r >= '0' && r <= '9', r == '.', r == '_', r == '=', r == '-', r == '+', r == ',':
			return r
		case r > 127:
			return 'u'
		case r == ' ':
			return ' '
		}
		return '~'
	}, command)
	return strings.ReplaceAll(strings.ReplaceAll(name, " -", "_"), " ", "_")
}
