// Opens the table beside a picture where the window is too narrow for the picture.
if (matchMedia("(max-width: 46rem)").matches) for (const each of document.querySelectorAll("[data-narrow-open]")) each.open = true;
