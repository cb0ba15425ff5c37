using Microsoft.AspNetCore.Http.Features;
using Sealift.Cli.Output;
using Sealift.Core;

namespace Sealift.App.Files.Uploads;

/// <summary>Where the browser sends the files that were dropped. The guard of the app has seen the cookie and the origin before.</summary>
internal static class UploadEndpoint
{
    /// <summary>The address; behind it comes what the upload is called.</summary>
    public const string Address = "/files/upload";

    public static void Map(WebApplication app) => app.MapPost(Address + "/{id}", ReceiveAsync);

    private static async Task ReceiveAsync(HttpContext context)
    {
        var uploads = context.RequestServices.GetRequiredService<BrowserUploads>();
        var upload = uploads.Find(context.Request.RouteValues["id"]?.ToString() ?? "");
        if (upload is null)
        {
            await AnswerAsync(context, StatusCodes.Status404NotFound, "This upload is over.");
            return;
        }

        // Files have no limit here: they are not kept in memory, and the person's own disk takes them.
        context.Features.GetRequiredFeature<IHttpMaxRequestBodySizeFeature>().MaxRequestBodySize = null;
        var path = context.Request.Query["path"].ToString();
        try
        {
            if (context.Request.Query.ContainsKey("directory")) BrowserUploads.MakeDirectory(upload, path);
            else await uploads.ReceiveAsync(upload, path, context.Request.Body, context.Request.ContentLength, context.RequestAborted);
            context.Response.StatusCode = StatusCodes.Status204NoContent;
        }
        catch (OperationCanceledException)
        {
            if (!context.RequestAborted.IsCancellationRequested) await AnswerAsync(context, StatusCodes.Status409Conflict, "Cancelled.");
        }
        catch (Exception e) when (e is FormatException or IOException or UnauthorizedAccessException)
        {
            await AnswerAsync(context, StatusCodes.Status422UnprocessableEntity, TerminalText.Escape(FailureReport.Describe(e).Message));
        }
    }

    private static Task AnswerAsync(HttpContext context, int status, string words)
    {
        context.Response.StatusCode = status;
        context.Response.ContentType = "text/plain; charset=utf-8";
        return context.Response.WriteAsync(words, context.RequestAborted);
    }
}
