import { useQuery } from '@tanstack/react-query';
import { fetchHasProvider } from '../api/session.js';

/** What is shown in place of everything until somebody logs in: by the identity provider, or by a link. */
export function LoginNotice() {
  const provider = useQuery({
    queryKey: ['login-methods'],
    queryFn: fetchHasProvider,
    refetchInterval: false,
  });
  return (
    <section className="notice login" role="alert">
      <h2>Log in</h2>
      {provider.data === true ? (
        <p>
          <a className="button primary" href="/login/oidc">
            Log in with your identity provider
          </a>
        </p>
      ) : (
        <p>
          <code>npm start</code> prints a link that logs this browser in, once. A new one: restart it, or POST
          to <code>/v1/login-links</code> with the API token.
        </p>
      )}
    </section>
  );
}

/** Says that this login may not see something, in the words of the API, and who could change that. */
export function ForbiddenNotice({ why }: { readonly why: string }) {
  return (
    <section className="notice" role="alert">
      <h2>Not for this login</h2>
      <p>{why}. Who has the role of an admin can give you another one under Settings, People.</p>
    </section>
  );
}
