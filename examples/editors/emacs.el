;;; Emacs 29 and later: put this into init.el.
(with-eval-after-load 'eglot
  (add-to-list 'eglot-server-programs
               '((yaml-mode yaml-ts-mode)
                 . ("fluxmark" "lsp" "--stdio"
                    ;; Without it nothing is asked of registries, and nothing is committed.
                    :initializationOptions (:trusted t)))))
(add-hook 'yaml-mode-hook #'eglot-ensure)
(add-hook 'yaml-ts-mode-hook #'eglot-ensure)
