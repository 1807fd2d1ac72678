-- When an insurer's last file came: asked for all insurers at once.
create index registration_heard on registry.registration (insurer_number, received_at desc);
