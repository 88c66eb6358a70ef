import type { ChannelTables } from './channels';
import type { InventoryTables } from './inventory';
import type { KeepingTables } from './keeping';
import type { MeasureTables } from './measures';
import type { MessageTables } from './messages';
import type { NoticeTables } from './notices';
import type { PeopleTables } from './people';
import type { ReaderTables } from './readers';
import type { SeriesTables } from './series';
import type { WindowTables } from './windows';
import type { WorkTables } from './work';

/** All tables as Kysely types; the migrations describe the columns. */
export interface Tables
  extends
    ChannelTables,
    InventoryTables,
    KeepingTables,
    MeasureTables,
    MessageTables,
    NoticeTables,
    PeopleTables,
    ReaderTables,
    SeriesTables,
    WindowTables,
    WorkTables {}
