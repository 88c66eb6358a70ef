import { createContext } from 'preact';
import { LOOK } from './paths';

/** Where the form goes whose parts these are, when it is only looked at: that which plans a window, unless another one says so. */
export const LookAt = createContext(LOOK);
