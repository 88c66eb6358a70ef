/** Where series are. */
export const SERIES = '/console/series';
export const NEW_SERIES = `${SERIES}/new`;

/** The form as it is, with nothing done. */
export const LOOK_AT_SERIES = `${SERIES}/look`;

export const seriesHref = (id: string) => `${SERIES}/${encodeURIComponent(id)}`;
