meta:
  id: ndis_offload
  title: "NDIS_OFFLOAD revision 2, NDIS 6.20, x64"
  endian: le
  bit-endian: le
-orig-id: "NDIS_OFFLOAD"
doc-ref: "https://learn.microsoft.com/windows-hardware/drivers/ddi/ntddndis/ns-ntddndis-_ndis_offload"
seq:
  - id: header
    -orig-id: "Header"
    type: ndis_object_header
  - id: checksum
    -orig-id: "Checksum"
    type: ndis_tcp_ip_checksum_offload
  - id: lso_v1
    -orig-id: "LsoV1"
    type: ndis_tcp_large_send_offload_v1
  - id: ipsec_v1
    -orig-id: "IPsecV1"
    type: ndis_ipsec_offload_v1
  - id: lso_v2
    -orig-id: "LsoV2"
    type: ndis_tcp_large_send_offload_v2
  - id: flags
    -orig-id: "Flags"
    type: u4
    doc: "0x1 NDIS_OFFLOAD_FLAGS_GROUP_CHECKSUM_CAPABILITIES, 0x2 IPSEC_OFFLOAD_V2_AND_TCP_CHECKSUM_COEXISTENCE, 0x4 IPSEC_OFFLOAD_V2_AND_UDP_CHECKSUM_COEXISTENCE"
  - id: ipsec_v2
    -orig-id: "IPsecV2"
    type: ndis_ipsec_offload_v2
types:
  ndis_object_header:
    -orig-id: "NDIS_OBJECT_HEADER"
    seq:
      - id: type
        -orig-id: "Type"
        type: u1
      - id: revision
        -orig-id: "Revision"
        type: u1
      - id: size
        -orig-id: "Size"
        type: u2
  ndis_tcp_ip_checksum_offload_ipv4_transmit:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ip_options_supported
        -orig-id: "IpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_options_supported
        -orig-id: "TcpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_checksum
        -orig-id: "TcpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: udp_checksum
        -orig-id: "UdpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: ip_checksum
        -orig-id: "IpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: padding
        type: b6
      - id: padding_n2
        size: 2
  ndis_tcp_ip_checksum_offload_ipv4_receive:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ip_options_supported
        -orig-id: "IpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_options_supported
        -orig-id: "TcpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_checksum
        -orig-id: "TcpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: udp_checksum
        -orig-id: "UdpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: ip_checksum
        -orig-id: "IpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: padding
        type: b6
      - id: padding_n2
        size: 2
  ndis_tcp_ip_checksum_offload_ipv6_transmit:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ip_extension_headers_supported
        -orig-id: "IpExtensionHeadersSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_options_supported
        -orig-id: "TcpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_checksum
        -orig-id: "TcpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: udp_checksum
        -orig-id: "UdpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: padding
        size: 3
  ndis_tcp_ip_checksum_offload_ipv6_receive:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ip_extension_headers_supported
        -orig-id: "IpExtensionHeadersSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_options_supported
        -orig-id: "TcpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_checksum
        -orig-id: "TcpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: udp_checksum
        -orig-id: "UdpChecksum"
        type: b2
        enum: ndis_offload_support
      - id: padding
        size: 3
  ndis_tcp_ip_checksum_offload:
    -orig-id: "NDIS_TCP_IP_CHECKSUM_OFFLOAD"
    seq:
      - id: ipv4_transmit
        -orig-id: "IPv4Transmit"
        type: ndis_tcp_ip_checksum_offload_ipv4_transmit
      - id: ipv4_receive
        -orig-id: "IPv4Receive"
        type: ndis_tcp_ip_checksum_offload_ipv4_receive
      - id: ipv6_transmit
        -orig-id: "IPv6Transmit"
        type: ndis_tcp_ip_checksum_offload_ipv6_transmit
      - id: ipv6_receive
        -orig-id: "IPv6Receive"
        type: ndis_tcp_ip_checksum_offload_ipv6_receive
  ndis_tcp_large_send_offload_v1_ipv4:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: max_off_load_size
        -orig-id: "MaxOffLoadSize"
        type: u4
      - id: min_segment_count
        -orig-id: "MinSegmentCount"
        type: u4
      - id: tcp_options
        -orig-id: "TcpOptions"
        type: b2
        enum: ndis_offload_support
      - id: ip_options
        -orig-id: "IpOptions"
        type: b2
        enum: ndis_offload_support
      - id: padding
        type: b4
      - id: padding_n2
        size: 3
  ndis_tcp_large_send_offload_v1:
    -orig-id: "NDIS_TCP_LARGE_SEND_OFFLOAD_V1"
    seq:
      - id: ipv4
        -orig-id: "IPv4"
        type: ndis_tcp_large_send_offload_v1_ipv4
  ndis_ipsec_offload_v1_supported:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ah_esp_combined
        -orig-id: "AhEspCombined"
        type: u4
        enum: ndis_offload_support
      - id: transport_tunnel_combined
        -orig-id: "TransportTunnelCombined"
        type: u4
        enum: ndis_offload_support
      - id: ipv4_options
        -orig-id: "IPv4Options"
        type: u4
        enum: ndis_offload_support
      - id: flags
        -orig-id: "Flags"
        type: u4
  ndis_ipsec_offload_v1_ipv4_ah:
    seq:
      - id: md5
        -orig-id: "Md5"
        type: b2
        enum: ndis_offload_support
      - id: sha_1
        -orig-id: "Sha_1"
        type: b2
        enum: ndis_offload_support
      - id: transport
        -orig-id: "Transport"
        type: b2
        enum: ndis_offload_support
      - id: tunnel
        -orig-id: "Tunnel"
        type: b2
        enum: ndis_offload_support
      - id: send
        -orig-id: "Send"
        type: b2
        enum: ndis_offload_support
      - id: receive
        -orig-id: "Receive"
        type: b2
        enum: ndis_offload_support
      - id: padding
        type: b4
      - id: padding_n2
        size: 2
  ndis_ipsec_offload_v1_ipv4_esp:
    seq:
      - id: des
        -orig-id: "Des"
        type: b2
        enum: ndis_offload_support
      - id: reserved
        -orig-id: "Reserved"
        type: b2
      - id: triple_des
        -orig-id: "TripleDes"
        type: b2
        enum: ndis_offload_support
      - id: null_esp
        -orig-id: "NullEsp"
        type: b2
        enum: ndis_offload_support
      - id: transport
        -orig-id: "Transport"
        type: b2
        enum: ndis_offload_support
      - id: tunnel
        -orig-id: "Tunnel"
        type: b2
        enum: ndis_offload_support
      - id: send
        -orig-id: "Send"
        type: b2
        enum: ndis_offload_support
      - id: receive
        -orig-id: "Receive"
        type: b2
        enum: ndis_offload_support
      - id: padding
        size: 2
  ndis_ipsec_offload_v1:
    -orig-id: "NDIS_IPSEC_OFFLOAD_V1"
    seq:
      - id: supported
        -orig-id: "Supported"
        type: ndis_ipsec_offload_v1_supported
      - id: ipv4_ah
        -orig-id: "IPv4AH"
        type: ndis_ipsec_offload_v1_ipv4_ah
      - id: ipv4_esp
        -orig-id: "IPv4ESP"
        type: ndis_ipsec_offload_v1_ipv4_esp
  ndis_tcp_large_send_offload_v2_ipv4:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: max_off_load_size
        -orig-id: "MaxOffLoadSize"
        type: u4
      - id: min_segment_count
        -orig-id: "MinSegmentCount"
        type: u4
  ndis_tcp_large_send_offload_v2_ipv6:
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: max_off_load_size
        -orig-id: "MaxOffLoadSize"
        type: u4
      - id: min_segment_count
        -orig-id: "MinSegmentCount"
        type: u4
      - id: ip_extension_headers_supported
        -orig-id: "IpExtensionHeadersSupported"
        type: b2
        enum: ndis_offload_support
      - id: tcp_options_supported
        -orig-id: "TcpOptionsSupported"
        type: b2
        enum: ndis_offload_support
      - id: padding
        type: b4
      - id: padding_n2
        size: 3
  ndis_tcp_large_send_offload_v2:
    -orig-id: "NDIS_TCP_LARGE_SEND_OFFLOAD_V2"
    seq:
      - id: ipv4
        -orig-id: "IPv4"
        type: ndis_tcp_large_send_offload_v2_ipv4
      - id: ipv6
        -orig-id: "IPv6"
        type: ndis_tcp_large_send_offload_v2_ipv6
  ndis_ipsec_offload_v2:
    -orig-id: "NDIS_IPSEC_OFFLOAD_V2"
    seq:
      - id: encapsulation
        -orig-id: "Encapsulation"
        type: u4
        doc: "0x0 NDIS_ENCAPSULATION_NOT_SUPPORTED, 0x1 NDIS_ENCAPSULATION_NULL, 0x2 NDIS_ENCAPSULATION_IEEE_802_3, 0x4 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q, 0x8 NDIS_ENCAPSULATION_IEEE_802_3_P_AND_Q_IN_OOB, 0x10 NDIS_ENCAPSULATION_IEEE_LLC_SNAP_ROUTED"
      - id: ipv6_supported
        -orig-id: "IPv6Supported"
        type: u1
      - id: ipv4_options
        -orig-id: "IPv4Options"
        type: u1
      - id: ipv6_non_ipsec_extension_headers
        -orig-id: "IPv6NonIPsecExtensionHeaders"
        type: u1
      - id: ah
        -orig-id: "Ah"
        type: u1
      - id: esp
        -orig-id: "Esp"
        type: u1
      - id: ah_esp_combined
        -orig-id: "AhEspCombined"
        type: u1
      - id: transport
        -orig-id: "Transport"
        type: u1
      - id: tunnel
        -orig-id: "Tunnel"
        type: u1
      - id: transport_tunnel_combined
        -orig-id: "TransportTunnelCombined"
        type: u1
      - id: lso_supported
        -orig-id: "LsoSupported"
        type: u1
      - id: extended_sequence_numbers
        -orig-id: "ExtendedSequenceNumbers"
        type: u1
      - id: padding
        size: 1
      - id: udp_esp
        -orig-id: "UdpEsp"
        type: u4
        doc: "0x0 IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_NONE, 0x1 IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TRANSPORT, 0x2 IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TUNNEL, 0x4 IPSEC_OFFLOAD_V2_TRANSPORT_OVER_UDP_ESP_ENCAPSULATION_TUNNEL, 0x8 IPSEC_OFFLOAD_V2_UDP_ESP_ENCAPSULATION_TRANSPORT_OVER_TUNNEL"
      - id: authentication_algorithms
        -orig-id: "AuthenticationAlgorithms"
        type: u4
        doc: "0x1 IPSEC_OFFLOAD_V2_AUTHENTICATION_MD5, 0x2 IPSEC_OFFLOAD_V2_AUTHENTICATION_SHA_1, 0x4 IPSEC_OFFLOAD_V2_AUTHENTICATION_SHA_256, 0x8 IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_128, 0x10 IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_192, 0x20 IPSEC_OFFLOAD_V2_AUTHENTICATION_AES_GCM_256"
      - id: encryption_algorithms
        -orig-id: "EncryptionAlgorithms"
        type: u4
        doc: "0x1 IPSEC_OFFLOAD_V2_ENCRYPTION_NONE, 0x2 IPSEC_OFFLOAD_V2_ENCRYPTION_DES_CBC, 0x4 IPSEC_OFFLOAD_V2_ENCRYPTION_3_DES_CBC, 0x8 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_128, 0x10 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_192, 0x20 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_GCM_256, 0x40 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_128, 0x80 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_192, 0x100 IPSEC_OFFLOAD_V2_ENCRYPTION_AES_CBC_256"
      - id: sa_offload_capacity
        -orig-id: "SaOffloadCapacity"
        type: u4
enums:
  ndis_offload_support:
    0:
      id: ndis_offload_not_supported
      -orig-id: "NDIS_OFFLOAD_NOT_SUPPORTED"
    1:
      id: ndis_offload_supported
      -orig-id: "NDIS_OFFLOAD_SUPPORTED"
