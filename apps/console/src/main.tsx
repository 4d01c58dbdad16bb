import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { RouterProvider } from 'react-router';
import { every, isRefusal } from './api/client.js';
import { router } from './router.js';
import './styles/theme.css';
import './styles/layout.css';
import './styles/detail.css';
import './styles/incidents.css';
import './styles/filters.css';
import './styles/evidence.css';
import './styles/ingest.css';
import './styles/rules.css';
import './styles/views.css';
import './styles/summaries.css';
import './styles/settings.css';

const refreshMs = 5_000;
const queries = new QueryClient({
  defaultOptions: {
    queries: {
      refetchInterval: every(refreshMs),
      retry: (failures, error) => failures < 1 && !isRefusal(error),
      refetchOnWindowFocus: ({ state }) => !isRefusal(state.error),
    },
  },
});
const root = document.getElementById('root');
if (root === null) throw new Error('index.html has no #root');

createRoot(root).render(
  <StrictMode>
    <QueryClientProvider client={queries}>
      <RouterProvider router={router} />
    </QueryClientProvider>
  </StrictMode>,
);
