import type { Me } from '@alcove/contract'
import { useForm, Controller, useWatch } from 'react-hook-form'
import { meQuery, updateMe } from '../../api/session.ts'
import { applyPreferences } from '../../components/preferences.ts'
import { useChange } from '../../components/useChange.ts'
import { createFormat } from '../../i18n/format.ts'
import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, useLanguage, useTranslation } from '../../i18n/index.ts'
import { browserZone, chooseTimeZone } from '../../i18n/timeZone.ts'
import { Button } from '../../ui/Button.tsx'
import { Field, Input } from '../../ui/Field.tsx'
import { Section } from '../../ui/Section.tsx'
import { Segmented } from '../../ui/Segmented.tsx'
import { Select } from '../../ui/Select.tsx'
import { chooseTheme, THEMES, useTheme } from '../../ui/theme.ts'
import { useNow } from '../../ui/Time.tsx'

/** The browser's own setting. */
const BROWSER = 'browser'
const ZONES = [BROWSER, 'UTC', ...Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'UTC')]

/** Language, theme and time zone show at once; Save keeps them. */
export function ProfileForm({ me }: { me: Me }) {
  const { t } = useTranslation()
  const language = useLanguage()
  const { theme } = useTheme()
  const now = useNow()
  const saved = { name: me.name, language, theme, timeZone: me.timeZone ?? BROWSER }
  const form = useForm({ values: saved, resetOptions: { keepDirtyValues: true } })
  const values = useWatch({ control: form.control })
  const zone = values.timeZone === BROWSER ? undefined : values.timeZone
  const save = useChange({
    run: (wish: typeof saved) =>
      updateMe({ ...wish, name: wish.name.trim(), timeZone: wish.timeZone === BROWSER ? null : wish.timeZone }),
    invalidates: [meQuery.queryKey],
    done: () => t('profile.saved'),
    onDone: async (next) => {
      await applyPreferences(next)
      form.reset({ ...saved, name: next.name, timeZone: next.timeZone ?? BROWSER })
    },
  })
  const undo = () => {
    void applyPreferences(me)
    form.reset(saved)
  }
  const unchanged =
    values.name === me.name &&
    zone === (me.timeZone ?? undefined) &&
    values.language === (me.language ?? language) &&
    values.theme === (me.theme ?? theme)
  const missing = values.name?.trim() === '' ? t('session.nameMissing') : null
  return (
    <Section title={t('profile.profile')}>
      <form
        noValidate
        className="grid max-w-[640px] grid-cols-2 gap-4 px-gutter pb-4 narrow:grid-cols-1"
        onSubmit={form.handleSubmit((wish) => !missing && save.mutate(wish))}
      >
        <Field label={t('common.name')} error={missing}>
          <Input autoComplete="name" maxLength={100} {...form.register('name')} />
        </Field>
        <Field label={t('shell.language')}>
          <Controller
            control={form.control}
            name="language"
            render={({ field }) => (
              <Select
                value={field.value}
                onChange={(chosen) => {
                  field.onChange(chosen)
                  void chooseLanguage(chosen)
                }}
                options={LANGUAGES.map((value) => ({
                  value,
                  label: <span lang={value}>{LANGUAGE_NAMES[value]}</span>,
                }))}
              />
            )}
          />
        </Field>
        <div className="grid content-start gap-1">
          <span className="text-sm font-medium text-fg-2">{t('shell.theme')}</span>
          <Controller
            control={form.control}
            name="theme"
            render={({ field }) => (
              <Segmented
                label={t('shell.theme')}
                value={field.value}
                onChange={(chosen) => {
                  field.onChange(chosen)
                  chooseTheme(chosen)
                }}
                options={THEMES.map((value) => ({ value, label: t(`shell.${value}`) }))}
                className="h-8!"
              />
            )}
          />
        </div>
        <Field
          label={t('profile.timeZone')}
          hint={t('profile.timeZoneHint', { time: createFormat(language, zone).dateTime(now) })}
        >
          <Controller
            control={form.control}
            name="timeZone"
            render={({ field }) => (
              <Select
                value={field.value}
                onChange={(chosen) => {
                  field.onChange(chosen)
                  chooseTimeZone(chosen === BROWSER ? null : chosen)
                }}
                options={ZONES.map((value) => ({
                  value,
                  label: value === BROWSER ? t('profile.browserZone', { zone: browserZone }) : value,
                }))}
              />
            )}
          />
        </Field>
        <div className="col-span-full flex gap-2">
          <Button
            type="submit"
            variant="primary"
            pending={save.isPending}
            disabledReason={missing ?? (unchanged && t('common.nothingChanged'))}
          >
            {t('common.save')}
          </Button>
          {!unchanged && <Button onClick={undo}>{t('common.undo')}</Button>}
        </div>
      </form>
    </Section>
  )
}
