const COLUMNS = 7
const ROWS = 9
/** Which alcoves are lit: enough to look deliberate, without a pattern. */
const lit = new Set([3, 12, 15, 26, 30, 38, 47, 52, 57])
const warm = new Set([17, 44])

/** A wall of alcoves, some of them occupied. Decoration. */
export function Arches() {
  return (
    <div
      aria-hidden="true"
      className="grid place-items-center overflow-hidden border-l border-line bg-frame compact:hidden"
    >
      <svg viewBox={`0 0 ${COLUMNS * 60} ${ROWS * 72}`} className="h-[min(92vh,860px)] w-auto">
        {Array.from({ length: COLUMNS * ROWS }, (_, index) => {
          const x = (index % COLUMNS) * 60 + 12
          const y = Math.floor(index / COLUMNS) * 72 + 12
          return (
            <g key={`${x}:${y}`} transform={`translate(${x} ${y})`}>
              <path d="M.5 48.5v-30a17.5 17.5 0 0 1 35 0v30z" fill="var(--bg)" stroke="var(--line)" />
              {(lit.has(index) || warm.has(index)) && (
                <path
                  d="M6.5 48.5V19a11.5 11.5 0 0 1 23 0v29.5z"
                  fill={warm.has(index) ? 'var(--o-timeout)' : 'var(--accent)'}
                  opacity={index % 3 === 0 ? 1 : 0.55}
                />
              )}
            </g>
          )
        })}
      </svg>
    </div>
  )
}
