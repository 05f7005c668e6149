/*
 * NDIS_OFFLOAD revision 2, NDIS 6.20, x64: 0x90 bytes.
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddndis/ns-ntddndis-_ndis_offload
 */
#if NDIS_SUPPORT_NDIS61
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2 == 0x90);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, Header) == 0x00);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, Checksum) == 0x04);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, LsoV1) == 0x24);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, IPsecV1) == 0x34);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, LsoV2) == 0x50);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, Flags) == 0x6C);
C_ASSERT(FIELD_OFFSET(NDIS_OFFLOAD, IPsecV2) == 0x70);

static VOID
FillNdisOffloadRevision2(NDIS_OFFLOAD *s)
{
    RtlZeroMemory(s, sizeof(*s));
    s->Header.Type = NDIS_OBJECT_TYPE_OFFLOAD;
    s->Header.Revision = NDIS_OFFLOAD_REVISION_2;
    s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2;
    s->Checksum.IPv4Transmit.Encapsulation = NDIS_ENCAPSULATION_IEEE_802_3 | NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q;
    s->Checksum.IPv4Transmit.TcpChecksum = NDIS_OFFLOAD_SUPPORTED;
    s->LsoV2.IPv4.MaxOffLoadSize = 64000;
    s->IPsecV2.Encapsulation = NDIS_ENCAPSULATION_IEEE_802_3 | 0x80000000;
}
#endif
