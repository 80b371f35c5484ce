import { OfferLine } from '#components/OfferLine.tsx';
import { decline, takeOffer, useOffers } from '#state/watched.ts';

/** The newest are enough to choose from. */
const MOST = 3;

/** Profiles that appeared where the command looks. */
export function Offers() {
  const offers = useOffers((watching) => watching.offers);
  return offers.slice(-MOST).map((offer) => <OfferLine key={offer.file.id} name={offer.file.name} isNew={offer.isNew} onOpen={() => takeOffer(offer)} onDecline={() => decline(offer.file.id)} />);
}
