"""Paper 纸面: the list for the seal and the certificate of cover, as PDF in Chinese."""

from services.mutual_aid.queries.papers.certificate import certificate_pdf
from services.mutual_aid.queries.papers.seal_list import PaperLine, seal_list_pdf

__all__ = ["PaperLine", "certificate_pdf", "seal_list_pdf"]
