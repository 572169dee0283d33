using System.Runtime.InteropServices;

namespace MsLite.Smtp.Protocol;

/// <summary>What <see cref="DataReader"/> made of the front of its input.</summary>
/// <param name="Content">So many bytes from the start belong to the message.</param>
/// <param name="Consumed">So many bytes are done with; at least <paramref name="Content"/>.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct DataStep(int Content, int Consumed);
