/** Successes are drawn as an area, so their key is a square. */
export function SuccessSwatch() {
  return <i aria-hidden="true" className="block h-2.5 w-2 bg-(--bar)" />
}
