import type { Me, UpdateMe } from '@alcove/contract'
import { queryClient } from '../api/client.ts'
import { meQuery, updateMe } from '../api/session.ts'
import { chooseLanguage, LANGUAGES } from '../i18n/index.ts'
import { chooseTimeZone } from '../i18n/timeZone.ts'
import { chooseTheme } from '../ui/theme.ts'

/** Applies the preferences of the profile, on whatever machine the console is opened. */
export async function applyPreferences({ language, theme, timeZone }: Me): Promise<void> {
  chooseTimeZone(timeZone)
  if (theme !== null) chooseTheme(theme)
  const known = LANGUAGES.find((each) => each === language)
  if (known) await chooseLanguage(known)
}

/** Stores what a signed-in person chose in a menu. The choice shows at once and does not wait for it. */
export function keepPreference(wish: UpdateMe): void {
  if (!queryClient.getQueryData(meQuery.queryKey)) return
  void updateMe(wish).then(
    (me) => queryClient.setQueryData(meQuery.queryKey, me),
    () => {},
  )
}
