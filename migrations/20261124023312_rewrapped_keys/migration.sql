-- A new version of the master key wraps again the keys of what is on its way in, and of results.
grant update (wrapped) on public.upload to baton_worker;
grant update (data_key) on public.comparison to baton_worker;
