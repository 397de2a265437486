import type { Me, UpdateMe } from '@alcove/contract'
import { queryClient } from '../api/client.ts'
import { meQuery, updateMe } from '../api/session.ts'
import { chooseLanguage, LANGUAGES } from '../i18n/index.ts'
import { chooseTimeZone } from '../i18n/timeZone.ts'
import { chooseTheme } from '../ui/theme.ts'

/** Shows the console as the profile says, on whatever machine it is opened. */
export async function applyPreferences({ language, theme, timeZone }: Me): Promise<void> {
  chooseTimeZone(timeZone)
  if (theme !== null) chooseTheme(theme)
  const known = LANGUAGES.find((each) => each === language)
  if (known) await chooseLanguage(known)
}

/** Keeps what was chosen in a menu, where someone is signed in. The choice shows at once and does not wait for it. */
export function keepPreference(wish: UpdateMe): void {
  if (!queryClient.getQueryData(meQuery.queryKey)) return
  void updateMe(wish).then(
    (me) => queryClient.setQueryData(meQuery.queryKey, me),
    () => {},
  )
}
