/** A path with its parameters and wildcard in another colour. */
export function RoutePath({ path, wraps = false }: { path: string; wraps?: boolean }) {
  return (
    <span className={`mono text-sm ${wraps ? 'wrap-anywhere' : 'cut'}`}>
      {path.split(/(\{[^}]+\}|\*$)/).map((part, index) =>
        // Every second part is what the pattern matched.
        index % 2 === 1 ? (
          // oxlint-disable-next-line react/no-array-index-key -- parts have no other identity
          <span key={index} className="text-accent-text">
            {part}
          </span>
        ) : (
          part
        ),
      )}
    </span>
  )
}
