/** A path with its parameters and wildcard in another colour. */
export function RoutePath({ path }: { path: string }) {
  return (
    <span className="mono cut text-sm">
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
