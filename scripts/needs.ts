import { locateJdk } from '../packages/engine/src/runtimes/java/locate-jdk.ts'
import { find } from './apt.ts'
import type { Need } from './ensure.ts'

/** Without it functions run as plain processes. */
export const CONTAINERS: Need = {
  name: 'a container runtime',
  isThere: () => find('crun') !== null || find('runc') !== null,
  packages: ['crun', 'runc'],
  without: 'Functions run as plain processes: for trusted code only.',
}

export const NETWORK: Need = {
  name: 'network tools',
  isThere: () => find('nft') !== null && find('ip') !== null,
  packages: ['nftables', 'iproute2'],
  without: 'Functions have no network.',
}

export const LANGUAGES: readonly Need[] = [
  {
    name: 'Python',
    isThere: () => find('python3') !== null,
    packages: ['python3'],
    without: 'There are no Python functions.',
  },
  {
    name: 'pip',
    isThere: () => find('pip3') !== null,
    packages: ['python3-pip'],
    without: 'Python dependencies are not installed.',
  },
  {
    name: 'Java',
    isThere: () => locateJdk() !== null,
    packages: ['openjdk-17-jdk-headless'],
    without: 'There are no Java functions.',
  },
]

const tool = (name: string, debian = name): Need => ({
  name,
  isThere: () => find(name) !== null,
  packages: [debian],
  without: 'The tests that need it fail.',
})

/** Needed only by the tests. AWS publishes its client of the Runtime API as source, and a shell needs a client too. */
export const TEST_TOOLS: readonly Need[] = [
  tool('g++'),
  tool('make'),
  tool('cmake'),
  tool('xz', 'xz-utils'),
  tool('curl'),
  tool('promtool', 'prometheus'),
  tool('mariadbd', 'mariadb-server'),
  {
    name: 'an S3 server',
    isThere: () => find('swift-proxy-server') !== null && find('memcached') !== null,
    packages: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object', 'memcached'],
    without: 'The tests of the S3 drivers are skipped.',
  },
]
