#!/bin/sh
# Makes the profiles of this folder and the example profiles anew, and then what pprof prints for them.
#
#   ./make.sh            everything: takes some minutes, and each recorded profile comes out different
#   ./make.sh -corners   the corners of the format and the goldens
#   ./make.sh -goldens   the goldens alone, and the transcripts of the shell
#   ./make.sh -foreign   the profiles of other formats
#   ./make.sh -live      what a running program answers
#
# Needs Go; for the goldens also pprof (go install github.com/google/pprof@latest), found as $PPROF, on the
# PATH, or where Go installs programs; for other formats Node, a C compiler, and perf with the right to record.
set -eu
cd "$(dirname "$0")"

fail() { echo "make.sh: $*" >&2; exit 1; }

what=${1:-all}
case $what in all | -corners | -goldens | -foreign | -live) ;; *) fail "what is $what? See the top of this file." ;; esac

if [ "$what" != -foreign ] && [ "$what" != -live ]; then
  command -v go >/dev/null || fail "Go is missing: https://go.dev/dl"
  pprof=${PPROF:-$(command -v pprof || echo "$(go env GOPATH)/bin/pprof")}
  [ -x "$pprof" ] || fail "pprof is missing: go install github.com/google/pprof@latest, or set PPROF"
fi
export CGO_ENABLED=0

# Profiles carry the path of the program that made them, so that path is the same on each machine.
bin=/tmp/shop
rm -rf "$bin"
mkdir -p "$bin"
trap 'rm -rf "$bin"' EXIT
build() { (cd "src/$1" && go build -trimpath -buildvcs=false -o "$bin/$1" .); }

record() {
  rm -rf recorded
  mkdir -p recorded ../public/examples
  build parcels
  # A scene to a process: a heap profile remembers all that its process did.
  "$bin/parcels" -out recorded night & # a minute of waiting; the others need not wait for it
  for scene in tiny service labels leak; do "$bin/parcels" -out recorded "$scene"; done
  GODEBUG=profstackdepth=1024 "$bin/parcels" -out recorded nesting
  GODEBUG=tracebacklabels=1 "$bin/parcels" -out recorded evening
  GOTRACEBACK=all "$bin/parcels" panic 2>recorded/panic.txt || true # it is meant to fail
  "$bin/parcels" -out ../public/examples examples
  wait
}

corners() {
  rm -rf corners
  mkdir -p corners
  build corners
  "$bin/corners" corners
}

goldens() {
  build goldens
  rm -f "$bin/parcels" # pprof would ask the program itself, were it there
  "$bin/goldens" "$pprof"
}

# A new script is a new .in here, with lines whose reports have no ties.
transcripts() {
  for script in shell/*/*.in; do
    profile=recorded/$(basename "$(dirname "$script")").pb.gz
    env -i TZ=UTC HOME="$bin" PPROF_TMPDIR="$bin" "$pprof" -symbolize=none "$profile" <"$script" >"${script%in}out" 2>"${script%in}err"
  done
}

foreign() {
  out=$PWD/foreign
  rm -rf "$out"
  mkdir -p "$out"
  cp src/foreign/* "$bin" 2>/dev/null || true # not its folder
  cp -r src/foreign/modules "$bin/node_modules"
  cc -O2 -g -fno-omit-frame-pointer -pthread "$bin/burn.c" -o "$bin/burn"
  (
    cd "$bin"
    node --cpu-prof --cpu-prof-name=shop.cpuprofile --cpu-prof-interval=500 --heap-prof --heap-prof-name=shop.heapprofile --heap-prof-interval=4096 shop.mjs
    node speedscope.mjs >shop.speedscope.json
    perf record -q -o perf.data -F 199 -e cpu-clock,page-faults -g --all-cpus -- ./burn >/dev/null
    perf script -i perf.data --header --comm burn,"night clerk 2" -F comm,pid,tid,cpu,time,period,event,ip,sym,symoff,dso,srcline >burn.perf.txt
    perf record -q -o perf.data -F 199 -e task-clock -- ./burn >/dev/null
    perf script -i perf.data >burn.leaves.perf.txt
    cp ./*.cpuprofile ./*.heapprofile ./*.json ./*.perf.txt "$out"
    chmod 644 "$out"/*
  )
  rm -rf "${bin:?}"/*
}

live() {
  rm -rf live
  (cd src/parcels && GOEXPERIMENT=goroutineleakprofile go build -trimpath -buildvcs=false -o "$bin/parcels" .)
  "$bin/parcels" live 127.0.0.1:6070 >/dev/null &
  program=$!
  sleep 5
  node src/live/record.mjs http://127.0.0.1:6070 live
  kill "$program"
}

[ "$what" = all ] && record
if [ "$what" = all ] || [ "$what" = -live ]; then live; fi
if [ "$what" = all ] || [ "$what" = -foreign ]; then foreign; fi
if [ "$what" != -foreign ] && [ "$what" != -live ]; then
  [ "$what" = -goldens ] || corners
  goldens
  transcripts
fi
