import { useRef, useState } from 'react';
import { Button } from '#components/Button.tsx';
import { ConfigForm } from '#components/ConfigForm.tsx';
import { Popover } from '#components/Popover.tsx';
import { visibleText } from '#model/visibleText.ts';
import { applyConfig, BUILT_IN, currentConfig, deleteConfig, importConfigs, saveConfig, useConfigs, writeConfigs } from '#state/configs.ts';
import { handOver } from '#state/export.ts';
import { useOptions } from '#state/options.ts';

/** As pprof names it. */
const FILE = 'settings.json';

/** Options under names, one press away. */
export function ConfigMenu() {
  const own = useConfigs((state) => state.configs);
  const current = useOptions((options) => currentConfig(options, own));
  const [said, setSaid] = useState('');
  const picker = useRef<HTMLInputElement>(null);
  const configs = [...BUILT_IN.map((config) => ({ ...config, builtIn: true })), ...own.map((config) => ({ ...config, help: '', builtIn: false }))];
  return (
    <>
      <Popover
        label="Config"
        button={({ open, onClick }) => (
          <Button title="Options under a name" aria-expanded={open} onClick={onClick}>
            {current === undefined || current === BUILT_IN[0].name ? 'Config' : `Config: ${visibleText(current)}`}
          </Button>
        )}
      >
        {() => (
          <ConfigForm
            configs={configs}
            current={current}
            said={said}
            onApply={(name) => {
              const chosen = configs.find((config) => config.name === name);
              if (chosen !== undefined) applyConfig(chosen);
            }}
            onDelete={deleteConfig}
            onSave={saveConfig}
            onExport={() => handOver(new Blob([writeConfigs(own)], { type: 'application/json' }), FILE)}
            onImport={() => picker.current?.click()}
          />
        )}
      </Popover>
      <input
        ref={picker}
        type="file"
        accept=".json,application/json"
        aria-label="Import configs"
        tabIndex={-1}
        hidden
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          void file?.text().then((text) => setSaid(importConfigs(text)));
          event.target.value = '';
        }}
      />
    </>
  );
}
