/** Success is drawn as an area, so its key is one. */
export function SuccessSwatch() {
  return <i aria-hidden="true" className="block h-2.5 w-2 bg-(--bar)" />
}
