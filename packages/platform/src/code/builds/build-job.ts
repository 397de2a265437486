/** The kind of job that does a build; its key is the build's. */
export const BUILD_JOB = 'build'
