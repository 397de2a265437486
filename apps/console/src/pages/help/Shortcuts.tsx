import { useTranslation } from '../../i18n/index.ts'
import { Kbd } from '../../ui/Kbd.tsx'
import { SHORTCUTS } from './shortcuts.ts'

export function Shortcuts() {
  const { t } = useTranslation()
  return (
    <div className="max-w-[720px]">
      <h2 className="mb-1 text-alias font-heading">{t('help.shortcuts')}</h2>
      <p className="mb-4 text-fg-2">{t('help.mac')}</p>
      {SHORTCUTS.map(({ place, keys }) => (
        <section key={place} aria-label={t(`help.places.${place}`)} className="mb-5">
          <h3 className="mb-1 font-heading">{t(`help.places.${place}`)}</h3>
          <dl className="border-t border-line">
            {keys.map(([id, combination]) => (
              <div key={id} className="flex items-center justify-between gap-4 border-b border-line py-1.5">
                <dt className="text-fg-2">{t(`help.keys.${id}`)}</dt>
                <dd>
                  <Kbd>{combination}</Kbd>
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  )
}
