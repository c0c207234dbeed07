"""Warm kernels: processes forked from a template that has loaded the libraries beforehand.

A template (:mod:`~dxlib.kernels.template`) is one process per user and set of modules. What is forked from it becomes a
Jupyter kernel (:mod:`~dxlib.kernels.provisioner`) or runs the cells of one notebook (:mod:`~dxlib.kernels.cells`).
"""
