/** "v42, v41", with a word for the draft, which is 0. */
export function versionsText(versions: readonly number[], draft: string): string {
  return versions.map((version) => (version === 0 ? draft : `v${version}`)).join(', ')
}
