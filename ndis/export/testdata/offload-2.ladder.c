/*
 * NDIS_OFFLOAD revision 2, NDIS 6.20, x64: 0x90 bytes.
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddndis/ns-ntddndis-_ndis_offload
 */
#if NDIS_SUPPORT_NDIS6
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_1 == 0x70);
#if NDIS_SUPPORT_NDIS61
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2 == 0x90);
#endif
#if NDIS_SUPPORT_NDIS630
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3 == 0x9C);
#endif
#if NDIS_SUPPORT_NDIS650
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_4 == 0xB1);
#endif
#if NDIS_SUPPORT_NDIS670
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_5 == 0xBC);
#endif
#if NDIS_SUPPORT_NDIS683
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_6 == 0xD8);
#endif
#if NDIS_SUPPORT_NDIS685
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_7 == 0xD8);
#endif
#if NDIS_SUPPORT_NDIS689
C_ASSERT(NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_8 == 0xD9);
#endif

/* version: what was registered, (major << 16) | minor. FALSE: NDIS_OFFLOAD does not exist yet. */
static BOOLEAN
SetNdisOffloadHeader(NDIS_OFFLOAD *s, ULONG version)
{
    s->Header.Type = NDIS_OBJECT_TYPE_OFFLOAD;
#if NDIS_SUPPORT_NDIS689
    if (version >= NDIS_RUNTIME_VERSION_689) { /* not in the documentation, only in the header */
        s->Header.Revision = NDIS_OFFLOAD_REVISION_8;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_8;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS685
    if (version >= NDIS_RUNTIME_VERSION_685) { /* the documentation asks for revision 6 */
        s->Header.Revision = NDIS_OFFLOAD_REVISION_7;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_7;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS683
    if (version >= NDIS_RUNTIME_VERSION_683) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_6;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_6;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS670
    if (version >= NDIS_RUNTIME_VERSION_670) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_5;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_5;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS650
    if (version >= NDIS_RUNTIME_VERSION_650) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_4;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_4;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS630
    if (version >= NDIS_RUNTIME_VERSION_630) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_3;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_3;
        return TRUE;
    }
#endif
#if NDIS_SUPPORT_NDIS61
    if (version >= NDIS_RUNTIME_VERSION_61) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_2;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_2;
        return TRUE;
    }
#endif
    if (version >= NDIS_RUNTIME_VERSION_60) {
        s->Header.Revision = NDIS_OFFLOAD_REVISION_1;
        s->Header.Size = NDIS_SIZEOF_NDIS_OFFLOAD_REVISION_1;
        return TRUE;
    }
    return FALSE;
}
#endif
