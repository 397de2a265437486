import type { LayerUse } from '@alcove/contract'
import { Link } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { Layers } from 'lucide-react'
import { useTranslation } from '../../../i18n/index.ts'
import { paths } from '../../../navigation/paths.ts'
import { PackageList } from './PackageList.tsx'
import type { LoggedBuild } from './useBuild.ts'

interface IngredientsProps {
  space: string
  fn: string
  build: LoggedBuild | null
  layers: readonly LayerUse[]
  /** Adds a package. */
  add?: ReactNode
}

/** What runs besides the function's own files: installed packages and layers. */
export function Ingredients({ space, fn, build, layers, add }: IngredientsProps) {
  const { t } = useTranslation()
  return (
    <>
      {add}
      {build && build.packages.length > 0 && (
        <div className="max-h-52 shrink-0 overflow-y-auto border-t border-line">
          <PackageList build={build} title={t('fn.build.dependencies')} />
        </div>
      )}
      {layers.length > 0 && (
        <div className="max-h-40 shrink-0 overflow-y-auto border-t border-line pb-2">
          <h3 className="flex h-8 items-center gap-2 px-3 text-sm font-name text-fg-2">
            {t('fn.build.layers')}
            <span className="num font-normal text-fg-3">{layers.length}</span>
          </h3>
          <ol>
            {layers.map(({ layer, version }) => (
              <li key={layer}>
                <Link
                  {...paths.configuration(space, fn)}
                  className="flex h-6 items-center gap-2 px-3 text-[12.5px] outline-offset-[-2px] hover:bg-hover"
                >
                  <Layers size={13} className="text-fg-3" />
                  <span className="cut flex-1">{layer}</span>
                  <span className="num text-fg-3">v{version}</span>
                </Link>
              </li>
            ))}
          </ol>
        </div>
      )}
    </>
  )
}
