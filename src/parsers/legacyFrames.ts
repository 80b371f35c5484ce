import type { ValueType } from '#model/profile.ts';

/**
 * Which frames of a profile without a say of its own are left out, and which are kept all the same: RE2 sources, by its
 * sample types. They act on profiles with symbols alone.
 *
 * Source: github.com/google/pprof, profile/legacy_profile.go (addLegacyFrameInfo).
 */
export function legacyFrames(sampleTypes: readonly ValueType[]): { readonly dropFrames: string; readonly keepFrames: string } {
  const types = sampleTypes.map(({ type }) => type).join(' ');
  if (HEAP_TYPES.includes(types)) return { dropFrames: ALLOCATORS.join('|'), keepFrames: RUNTIME_KEPT.join('|') };
  return { dropFrames: (types === 'contentions delay' ? LOCKS : SIGNAL_HANDLERS).join('|'), keepFrames: '' };
}

const HEAP_TYPES = ['allocations size', 'objects space', 'inuse_objects inuse_space', 'alloc_objects alloc_space', 'alloc_objects alloc_space inuse_objects inuse_space'];

/** Saved profiles hold these texts, so their order is part of them. */
const ALLOCATORS = [
  ...'calloc cfree malloc free memalign do_memalign (__)?posix_memalign pvalloc valloc realloc tcmalloc::.*'.split(' '),
  ...['calloc', 'cfree', 'malloc', 'free', 'memalign', 'posix_memalign', 'pvalloc', 'valloc', 'realloc'].map((name) => `tc_${name}`),
  ...['new', 'delete', 'newarray', 'deletearray', 'new_nothrow', 'newarray_nothrow'].map((name) => `tc_${name}`),
  ...['malloc', 'calloc', 'valloc', 'realloc', 'memalign', 'free'].map((name) => `malloc_zone_${name}`),
  'runtime\\..*',
  'BaseArena::.*',
  ...['_no_errno', '_pages', ''].map((end) => `(::)?do_malloc${end}`),
  'DoSampledAllocation',
  'MallocedMemBlock::MallocedMemBlock',
  '_M_allocate',
  '__builtin_(vec_)?delete',
  '__builtin_(vec_)?new',
  '__gnu_cxx::new_allocator::allocate',
  '__libc_malloc',
  '__malloc_alloc_template::allocate',
  'allocate',
  'cpp_alloc',
  'operator new(\\[\\])?',
  'simple_alloc::allocate',
];

/** Frames of Go's runtime that stand amid those of a program. */
const RUNTIME_KEPT = ['runtime\\.panic', 'runtime\\.reflectcall', 'runtime\\.call[0-9]*'];

const LOCKS = [
  'RecordLockProfileData',
  ...['RecordLockProfileData', 'SubmitMutexProfileData', 'SubmitSpinLockProfileData'].map((name) => `(base::)?${name}.*`),
  ...['(base::Mutex', '(Mutex'].flatMap((name) => [
    ...['AwaitCommon', 'Unlock', 'UnlockSlow', 'ReaderUnlock'].map((method) => `${name}::)?${method}.*`),
    `${name}Lock::)?~MutexLock.*`,
  ]),
  ...['Unlock', 'SlowUnlock'].map((method) => `(SpinLock::)?${method}.*`),
  '(SpinLockHolder::)?~SpinLockHolder.*',
];

const SIGNAL_HANDLERS = ['ProfileData::Add', 'ProfileData::prof_handler', 'CpuProfiler::prof_handler', '__pthread_sighandler', '__restore'];
