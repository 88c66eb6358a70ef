/** What crosses the border of `workItem`. No workflow code here: the client shares it. */

/** Its id is `work-item.<key of the claim>`. */
export const WORK_ITEM = 'workItem';
export const workItemId = (key: string) => `work-item.${key}`;

/** A claim that is to be carried out on its own, outside the run of its window. */
export interface WorkItemInput {
  readonly key: string;
  /** Of the window. */
  readonly reference: string;
}
