import { askForSymbols, withAddresses } from '#model/symbolAsking.ts';
import { movedTo } from './address.ts';
import { TargetError } from './failure.ts';
import { bytesOf, type Asked } from './request.ts';

/**
 * What a program answers that is asked for the names of addresses, `0x46a1b3+0x46a1c0`, at its address for them.
 * @throws TargetError
 */
export async function symbolsOf(addresses: string, asked: Asked): Promise<Buffer> {
  const answers = await askForSymbols(addresses, {
    post: (body) => bytesOf({ ...asked, method: 'POST', body }),
    get: (some) => bytesOf({ ...asked, address: movedTo(asked.address, withAddresses(asked.address.url, some)) }),
    isNoPost: (error) => error instanceof TargetError && error.status === 405,
  });
  return Buffer.concat(answers);
}
