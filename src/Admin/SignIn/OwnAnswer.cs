using Microsoft.AspNetCore.Diagnostics;
using Microsoft.AspNetCore.Http;

namespace MsLite.Admin.SignIn;

/// <summary>A page that says itself what is wrong.</summary>
internal static class OwnAnswer
{
    /// <summary>Answers with a status of refusal and with this page, not with the one that stands for all others.</summary>
    public static void Refuse(this HttpContext context, int status)
    {
        context.Response.StatusCode = status;
        if (context.Features.Get<IStatusCodePagesFeature>() is { } others)
        {
            others.Enabled = false;
        }
    }
}
