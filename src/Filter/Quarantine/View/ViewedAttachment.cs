namespace MsLite.Filter.Quarantine.View;

/// <summary>A part of the message that is not shown as text: a file, a picture, a message inside the message.</summary>
/// <param name="Number">Its place among all parts; the message itself is 0.</param>
/// <param name="Name">What it wants to be called. Text to be read, never a path; empty without one.</param>
/// <param name="Type">What it says it is, such as "image/png".</param>
/// <param name="Size">Bytes, transfer encoding undone.</param>
/// <param name="Sha256">Of these bytes, lower-case hexadecimal.</param>
/// <param name="IsInline">Meant to be shown within the text rather than saved.</param>
public sealed record ViewedAttachment(int Number, string Name, string Type, long Size, string Sha256, bool IsInline);
