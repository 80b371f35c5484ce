import { useRef } from 'react';
import { Button } from '#components/Button.tsx';
import { CompareForm } from '#components/CompareForm.tsx';
import { Popover } from '#components/Popover.tsx';
import { visibleText } from '#model/visibleText.ts';
import { baseFile, candidatesOf, openAsBase, swapBase } from '#state/compare.ts';
import { setBase, setOptions, useAddress } from '#state/options.ts';
import { activeFile, useSession } from '#state/session.ts';

/** What the file is compared with, one press away. */
export function CompareMenu() {
  const files = useSession((session) => session.files);
  const active = useSession((session) => session.active);
  const name = useSession((session) => activeFile(session)?.name ?? '');
  const base = useAddress((address) => address.base);
  const { normalize, dropNegative } = useAddress((address) => address.options);
  const picker = useRef<HTMLInputElement>(null);
  const found = baseFile(files, active, base);
  const candidates = candidatesOf(files, active);
  const isDifference = base?.isDifference ?? true;
  return (
    <>
      <Popover
        label="Compare"
        align="end"
        button={({ open, onClick }) => (
          <Button icon="compare" title="Compare with another file (v)" data-key="v" aria-expanded={open} aria-pressed={found !== undefined} onClick={onClick}>
            {found === undefined ? 'Compare' : `vs ${visibleText(found.name)}`}
          </Button>
        )}
      >
        {() => (
          <CompareForm
            name={name}
            candidates={candidates}
            base={found?.id}
            isDifference={isDifference}
            normalize={normalize}
            dropNegative={dropNegative}
            onBase={(id) => {
              const chosen = candidates.find((file) => file.id === id);
              setBase(chosen && { name: chosen.name, isDifference });
            }}
            onDifference={(difference) => base !== undefined && setBase({ ...base, isDifference: difference })}
            onNormalize={(on) => setOptions({ normalize: on })}
            onDropNegative={(on) => setOptions({ dropNegative: on })}
            onSwap={swapBase}
            onChoose={() => picker.current?.click()}
          />
        )}
      </Popover>
      <input
        ref={picker}
        type="file"
        aria-label="Open a base"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          if (file !== undefined) openAsBase(file);
          event.target.value = '';
        }}
      />
    </>
  );
}
