/*
 * NDIS_OFFLOAD revision 2, NDIS 6.20, x64: 0x90 bytes.
 * https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddndis/ns-ntddndis-_ndis_offload
 */
typedef unsigned char UCHAR;
typedef unsigned short USHORT;
typedef unsigned int ULONG;
typedef unsigned char BOOLEAN;

typedef struct _NDIS_OBJECT_HEADER {
	UCHAR Type;
	UCHAR Revision;
	USHORT Size;
} NDIS_OBJECT_HEADER;

typedef struct _NDIS_TCP_IP_CHECKSUM_OFFLOAD {
	struct {
		ULONG Encapsulation;
		ULONG IpOptionsSupported : 2;
		ULONG TcpOptionsSupported : 2;
		ULONG TcpChecksum : 2;
		ULONG UdpChecksum : 2;
		ULONG IpChecksum : 2;
	} IPv4Transmit;
	struct {
		ULONG Encapsulation;
		ULONG IpOptionsSupported : 2;
		ULONG TcpOptionsSupported : 2;
		ULONG TcpChecksum : 2;
		ULONG UdpChecksum : 2;
		ULONG IpChecksum : 2;
	} IPv4Receive;
	struct {
		ULONG Encapsulation;
		ULONG IpExtensionHeadersSupported : 2;
		ULONG TcpOptionsSupported : 2;
		ULONG TcpChecksum : 2;
		ULONG UdpChecksum : 2;
	} IPv6Transmit;
	struct {
		ULONG Encapsulation;
		ULONG IpExtensionHeadersSupported : 2;
		ULONG TcpOptionsSupported : 2;
		ULONG TcpChecksum : 2;
		ULONG UdpChecksum : 2;
	} IPv6Receive;
} NDIS_TCP_IP_CHECKSUM_OFFLOAD;

typedef struct _NDIS_TCP_LARGE_SEND_OFFLOAD_V1 {
	struct {
		ULONG Encapsulation;
		ULONG MaxOffLoadSize;
		ULONG MinSegmentCount;
		ULONG TcpOptions : 2;
		ULONG IpOptions : 2;
	} IPv4;
} NDIS_TCP_LARGE_SEND_OFFLOAD_V1;

typedef struct _NDIS_IPSEC_OFFLOAD_V1 {
	struct {
		ULONG Encapsulation;
		ULONG AhEspCombined;
		ULONG TransportTunnelCombined;
		ULONG IPv4Options;
		ULONG Flags;
	} Supported;
	struct {
		ULONG Md5 : 2;
		ULONG Sha_1 : 2;
		ULONG Transport : 2;
		ULONG Tunnel : 2;
		ULONG Send : 2;
		ULONG Receive : 2;
	} IPv4AH;
	struct {
		ULONG Des : 2;
		ULONG Reserved : 2;
		ULONG TripleDes : 2;
		ULONG NullEsp : 2;
		ULONG Transport : 2;
		ULONG Tunnel : 2;
		ULONG Send : 2;
		ULONG Receive : 2;
	} IPv4ESP;
} NDIS_IPSEC_OFFLOAD_V1;

typedef struct _NDIS_TCP_LARGE_SEND_OFFLOAD_V2 {
	struct {
		ULONG Encapsulation;
		ULONG MaxOffLoadSize;
		ULONG MinSegmentCount;
	} IPv4;
	struct {
		ULONG Encapsulation;
		ULONG MaxOffLoadSize;
		ULONG MinSegmentCount;
		ULONG IpExtensionHeadersSupported : 2;
		ULONG TcpOptionsSupported : 2;
	} IPv6;
} NDIS_TCP_LARGE_SEND_OFFLOAD_V2;

typedef struct _NDIS_IPSEC_OFFLOAD_V2 {
	ULONG Encapsulation;
	BOOLEAN IPv6Supported;
	BOOLEAN IPv4Options;
	BOOLEAN IPv6NonIPsecExtensionHeaders;
	BOOLEAN Ah;
	BOOLEAN Esp;
	BOOLEAN AhEspCombined;
	BOOLEAN Transport;
	BOOLEAN Tunnel;
	BOOLEAN TransportTunnelCombined;
	BOOLEAN LsoSupported;
	BOOLEAN ExtendedSequenceNumbers;
	ULONG UdpEsp;
	ULONG AuthenticationAlgorithms;
	ULONG EncryptionAlgorithms;
	ULONG SaOffloadCapacity;
} NDIS_IPSEC_OFFLOAD_V2;

typedef struct _NDIS_OFFLOAD {
	NDIS_OBJECT_HEADER Header;
	NDIS_TCP_IP_CHECKSUM_OFFLOAD Checksum;
	NDIS_TCP_LARGE_SEND_OFFLOAD_V1 LsoV1;
	NDIS_IPSEC_OFFLOAD_V1 IPsecV1;
	NDIS_TCP_LARGE_SEND_OFFLOAD_V2 LsoV2;
	ULONG Flags;
	NDIS_IPSEC_OFFLOAD_V2 IPsecV2;
} NDIS_OFFLOAD;

