import { createRouter } from "@tanstack/react-router";
import { routeTree } from "./routeTree.gen";

export const getRouter = () => createRouter({ routeTree, defaultErrorComponent: () => <p>sorry</p>, defaultNotFoundComponent: () => <p>not there</p> });
