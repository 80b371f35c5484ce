import { SignInForm } from '#components/SignInForm.tsx';
import { basicAuthorization } from '#state/live/liveAddress.ts';

/** @param onSignIn with what an `Authorization` header holds */
export function SignIn({ onSignIn }: { readonly onSignIn: (authorization: string) => void }) {
  return <SignInForm onUser={(user, password) => onSignIn(basicAuthorization(user, password))} onToken={(token) => onSignIn(`Bearer ${token}`)} />;
}
