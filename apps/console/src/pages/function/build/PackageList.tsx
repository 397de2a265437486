import type { Build } from '@alcove/contract'
import { Package } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'

/** What a build installed, with versions. */
export function PackageList({ build, title }: { build: Build; title: string }) {
  const { t } = useTranslation()
  return (
    <>
      <h3 className="flex h-8 items-center gap-2 px-3 text-sm font-name text-fg-2">
        {title}
        {build.packages.length > 0 && <span className="num font-normal text-fg-3">{build.packages.length}</span>}
      </h3>
      {build.packages.length === 0 ? (
        <p className="px-3 pb-2 text-sm text-fg-3">{t('fn.build.noPackages')}</p>
      ) : (
        <ul className="pb-2">
          {build.packages.map(({ name, version }) => (
            <li key={`${name}@${version}`} className="flex h-6 items-center gap-2 px-3 text-[12.5px]">
              <Package size={13} className="text-fg-3" />
              <span className="cut flex-1">{name}</span>
              <span className="num text-fg-3">{version}</span>
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
