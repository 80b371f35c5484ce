import { AddressForm } from '#components/AddressForm.tsx';
import { LiveAddressError } from '#state/live/liveAddress.ts';
import { useReach } from '#state/live/reach.ts';
import { openAddress } from '#state/live/service.ts';

/** Where the address of a running program is typed. */
export function AddressField({ address = '', onOpened }: { readonly address?: string; readonly onOpened?: () => void }) {
  const kind = useReach((reach) => reach.kind);
  const onOpen = (text: string) => {
    try {
      openAddress(text);
      onOpened?.();
      return undefined;
    } catch (error) {
      if (error instanceof LiveAddressError) return error.message;
      throw error;
    }
  };
  const help =
    kind === 'companion'
      ? 'A running program, or one of its profiles: localhost:6060, http://host/debug/pprof/heap.'
      : 'A running program, or one of its profiles. This page has no companion, so it reads only programs that let it (CORS).';
  return <AddressForm key={address} address={address} help={help} onOpen={onOpen} />;
}
